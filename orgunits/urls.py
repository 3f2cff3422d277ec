"""Every public page, a list per noun."""

from django.urls import include, path

from .views import pages, sources, structure, units

app_name = "orgunits"

structures = [
    path("", structure.structure_list, name="structure_list"),
    path("<slug:slug>/", structure.structure_detail, name="structure_detail"),
]
organizational_units = [
    path("", units.unit_list, name="unit_list"),
    path("<slug:slug>/", units.unit_detail, name="unit_detail"),
]
source_pages = [
    path("", sources.source_list, name="source_list"),
    path("<slug:slug>/", sources.source_detail, name="source_detail"),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("structure/", structure.structure, name="structure"),
    path("structures/", include(structures)),
    path("units/", include(organizational_units)),
    path("sources/", include(source_pages)),
]
