"""What search engines ask for: robots.txt, and the sitemap of all public pages in the languages of the interface."""

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import CharField, Max, QuerySet, Value
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ..models import (
    CooperationAgreement,
    CountryOffice,
    LegalInstrument,
    Mandate,
    MemberState,
    OrganizationalUnit,
    Person,
    Post,
    Source,
    Structure,
    Theme,
)
from ..models.posts import bodies_on_record
from ..moment import address_of

# Pages that are there once, first those that show the structure in force.
OF_THE_STRUCTURE = ["structure", "chart", "unit_list", "data_quality"]
OTHERS = [
    "home",
    "about",
    "accessibility",
    "find",
    "structure_list",
    "change_list",
    "compare",
    "post_list",
    "person_list",
    "theme_list",
    "body_list",
    "acronym_list",
    "office_list",
    "mandate_list",
    "instrument_list",
    "agreement_list",
    "agreement_types",
    "propose_agreement",
    "source_list",
]


@require_safe
def robots(request):
    return render(request, "robots.txt", {"languages": _languages()}, content_type="text/plain; charset=utf-8")


def _languages():
    """Of each language what crawlers leave alone: filled-in forms, secrets, and what is worked out when asked for."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield {
                "find": address_of("find"),
                "search": address_of("search"),
                "compare": address_of("compare"),
                "tables": [address_of("compare_table"), address_of("compare_data")],
                "chart_pdf": address_of("chart_pdf"),
                "propose": address_of("propose_agreement"),
                "follow": address_of("follow_proposal", "x").removesuffix("x/"),
            }


class InEachLanguage(Sitemap):
    """A section of the sitemap, `limit` records to a page; each is listed in every language, with the others beside it.

    Django's own way (`i18n`) would read all records for every page.
    """

    limit = 1000

    def get_urls(self, page=1, site=None, protocol=None):
        origin = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        urls = []
        for url in super().get_urls(page, site, protocol):
            alternates = []
            for code, _name in settings.LANGUAGES:
                with override(code):
                    alternates.append({"lang_code": code, "location": origin + self.location(url["item"])})
            urls += [{**url, "location": each["location"], "alternates": alternates} for each in alternates]
        return urls

    def get_latest_lastmod(self):
        """None: the index would read all records to say it."""


class Pages(InEachLanguage):
    def items(self):
        return [*(OF_THE_STRUCTURE if _has_structure() else []), *OTHERS]

    def location(self, item):
        return address_of(item)


class Records(InEachLanguage):
    """The public records of a model, in the order of their keys, so that a page keeps its records."""

    model = None
    columns = ("slug",)

    def items(self):
        return self.model.objects.public().order_by("pk").only(*self.columns)


class Units(Records):
    model = OrganizationalUnit

    def items(self):
        """Their pages show a structure in force."""
        return super().items() if _has_structure() else OrganizationalUnit.objects.none()


class Editions(Records):
    model = Structure

    def items(self):
        return super().items().annotate(last_step=Max("steps__at"))

    def lastmod(self, item):
        """When it was proposed, adopted or withdrawn here; of other pages, which many records make, it isn't known."""
        return item.last_step


class Agreements(Records):
    model = CooperationAgreement


class Posts(Records):
    model = Post


class Offices(Records):
    model = CountryOffice


class MemberStates(Records):
    model = MemberState
    columns = ("iso2",)


class Mandates(Records):
    model = Mandate


class Instruments(Records):
    model = LegalInstrument


class Sources(Records):
    model = Source


class Others(InEachLanguage):
    """What is of several models, in one section, so that the index counts it in one query."""

    def items(self):
        pages = {
            "person_detail": Person.objects.in_posts(to_staff=False),
            "theme_detail": Theme.objects.with_pages(to_staff=False),
            "body_detail": bodies_on_record(to_staff=False),
        }
        rows = [each.order_by().annotate(page=Value(name, CharField())) for name, each in pages.items()]
        # Past modeltranslation, which may put the columns in another order.
        rows = [QuerySet.values_list(each, "slug", "page") for each in rows]
        return rows[0].union(*rows[1:], all=True).order_by("page", "slug")

    def location(self, item):
        slug, page = item
        return address_of(page, slug)


def _has_structure():
    return Structure.objects.up_to(timezone.localdate()).exists()


SITEMAPS = {
    "pages": Pages,
    "editions": Editions,
    "units": Units,
    "posts": Posts,
    "offices": Offices,
    "member-states": MemberStates,
    "mandates": Mandates,
    "instruments": Instruments,
    "agreements": Agreements,
    "sources": Sources,
    "others": Others,
}
