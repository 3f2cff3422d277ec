"""Every public page, a list per noun."""

from django.urls import include, path

from .views import (
    acronyms,
    agreements,
    bodies,
    changes,
    charts,
    compare,
    data_quality,
    edition,
    find,
    mandates,
    member_states,
    offices,
    pages,
    people,
    posts,
    proposals,
    search,
    sources,
    structure,
    suggest,
    themes,
    units,
)

app_name = "orgunits"

structures = [
    path("", structure.structure_list, name="structure_list"),
    path("<slug:slug>/", edition.structure_detail, name="structure_detail"),
]
organizational_units = [
    path("", units.unit_list, name="unit_list"),
    path("<slug:slug>/", units.unit_detail, name="unit_detail"),
]
mandate_pages = [
    path("", mandates.mandate_list, name="mandate_list"),
    path("<slug:slug>/", mandates.mandate_detail, name="mandate_detail"),
]
instruments = [
    path("", mandates.instrument_list, name="instrument_list"),
    path("<slug:slug>/", mandates.instrument_detail, name="instrument_detail"),
]
post_pages = [
    path("", posts.post_list, name="post_list"),
    path("<slug:slug>/", posts.post_detail, name="post_detail"),
]
people_pages = [
    path("", people.person_list, name="person_list"),
    path("<slug:slug>/", people.person_detail, name="person_detail"),
]
theme_pages = [
    path("", themes.theme_list, name="theme_list"),
    path("<slug:slug>/", themes.theme_detail, name="theme_detail"),
]
body_pages = [
    path("", bodies.body_list, name="body_list"),
    path("<slug:slug>/", bodies.body_detail, name="body_detail"),
]
office_pages = [
    path("", offices.office_list, name="office_list"),
    path("<slug:slug>/", offices.office_detail, name="office_detail"),
]
source_pages = [
    path("", sources.source_list, name="source_list"),
    path("<slug:slug>/", sources.source_detail, name="source_detail"),
]
data_quality_pages = [
    path("", data_quality.data_quality, name="data_quality"),
    path("<slug:slug>/", data_quality.data_quality_list, name="data_quality_list"),
]
agreement_pages = [
    path("", agreements.agreement_list, name="agreement_list"),
    path("types/", agreements.agreement_types, name="agreement_types"),
    path("propose/", proposals.propose, name="propose_agreement"),
    path("propose/sent/", proposals.proposal_sent, name="proposal_sent"),
    path("follow/<str:token>/", proposals.follow, name="follow_proposal"),
    path("follow/<str:token>/document/", proposals.follow_document, name="proposal_document"),
    path("<slug:slug>/", agreements.agreement_detail, name="agreement_detail"),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("structure/", structure.structure, name="structure"),
    path("structures/", include(structures)),
    path("changes/", changes.change_list, name="change_list"),
    path("chart/", charts.chart, name="chart"),
    path("chart.svg", charts.chart_svg, name="chart_svg"),
    path("chart.pdf", charts.chart_pdf, name="chart_pdf"),
    path("compare/", compare.compare_page, name="compare"),
    path("compare.csv", compare.compare_table, name="compare_table"),
    path("compare.json", compare.compare_data, name="compare_data"),
    path("units/", include(organizational_units)),
    path("mandates/", include(mandate_pages)),
    path("instruments/", include(instruments)),
    path("posts/", include(post_pages)),
    path("people/", include(people_pages)),
    path("themes/", include(theme_pages)),
    path("bodies/", include(body_pages)),
    path("acronyms/", acronyms.acronym_list, name="acronym_list"),
    path("agreements/", include(agreement_pages)),
    path("find/", find.find, name="find"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", suggest.suggestions, name="suggest"),
    path("opensearch.xml", suggest.opensearch, name="opensearch"),
    path("offices/", include(office_pages)),
    path("member-states/<slug:iso2>/", member_states.member_state_detail, name="member_state_detail"),
    path("sources/", include(source_pages)),
    path("data-quality/", include(data_quality_pages)),
]
