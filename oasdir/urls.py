from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from orgunits.views import crawlers, health, new_password, second_factor

handler400 = "orgunits.views.errors.bad_request"
handler403 = "orgunits.views.errors.forbidden"
handler404 = "orgunits.views.errors.not_found"
handler500 = "orgunits.views.errors.fault"

urlpatterns = [
    *([path("admin/", include(new_password.urlpatterns))] if settings.HAS_MAIL else []),
    *([path("admin/", include(second_factor.urlpatterns))] if settings.SECOND_FACTOR else []),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": crawlers.SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        sitemaps.sitemap,
        {"sitemaps": crawlers.SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    # For what asks for it unread: a viewer of the chart's PDF, a feed reader, an old browser.
    path("favicon.ico", lambda request: RedirectView.as_view(url=static("img/favicon.ico"))(request)),
    *i18n_patterns(path("", include("orgunits.urls"))),
]
