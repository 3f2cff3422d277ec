from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from orgunits.views import health

handler400 = "orgunits.views.errors.bad_request"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    *i18n_patterns(path("", include("orgunits.urls"))),
]
