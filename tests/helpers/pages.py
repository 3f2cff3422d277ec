"""Every public page, as the browser tests visit it. A new page is one line here.

`Page("name of the address in orgunits/urls.py", "slug", …, query="…")`; `in_ci` are those that CI visits, too.
Addresses that answer with something other than a page of HTML go to NOT_PAGES, with what they answer.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import override


@dataclass(frozen=True)
class Page:
    name: str
    slug: str = ""
    query: str = ""
    status: int = 200
    in_ci: bool = False

    def address(self, language="en"):
        with override(language):
            path = reverse(f"orgunits:{self.name}", args=[self.slug] if self.slug else [])
        return f"{path}?{self.query}" if self.query else path

    def __str__(self):
        return "-".join(
            part for part in (self.name, self.slug, self.query.translate(str.maketrans("=&.", "---"))) if part
        )


PAGES = [
    Page("home", in_ci=True),
    Page("home", query="on=2010-01-01"),
    Page("about"),
    Page("accessibility"),
    Page("find", in_ci=True),
    Page("find", query="q=migration&country=pe&wish=propose"),
    Page("find", query="q=zeppelin"),
    Page("search"),
    Page("search", query="q=migration", in_ci=True),
    Page("search", query="q=sedi&on=2010-01-01"),
    Page("search", query="q=zeppelin"),
    Page("structure", in_ci=True),
    Page("structure", query="structure=2015-proposal", in_ci=True),
    Page("chart", in_ci=True),
    Page("chart", query="structure=2015-proposal&depth=2"),
    Page("chart", query="branch=sedi"),
    Page("compare", in_ci=True),
    Page("compare", query="from=2008-six-secretariats&to=2015-proposal"),
    Page("compare", query="from=1999-five-areas", status=400),
    Page("structure_list"),
    Page("change_list"),
    Page("structure_detail", "2008-six-secretariats"),
    Page("structure_detail", "2015-proposal"),
    Page("unit_list", in_ci=True),
    Page("unit_list", query="q=migration"),
    Page("unit_list", query="q=zeppelin"),
    Page("unit_list", query="kind=castle"),
    Page("unit_list", query="standing=former"),
    Page("unit_detail", "sedi", in_ci=True),
    Page("unit_detail", "sedi", query="on=2010-01-01", in_ci=True),
    Page("unit_detail", "dept-social-inclusion"),
    Page("unit_detail", "gs"),
    Page("unit_detail", "judicial-facilitators"),
    Page("unit_detail", "sms", query="structure=2015-proposal"),
    Page("unit_detail", "dps"),
    Page("mandate_list"),
    Page("mandate_list", query="on=2001-01-01"),
    Page("mandate_detail", "charter-art-112-d"),
    Page("instrument_list"),
    Page("instrument_detail", "executive-order-08-01-rev-7"),
    Page("post_list"),
    Page("post_detail", "secretary-general", in_ci=True),
    Page("post_detail", "director"),
    Page("person_list", in_ci=True),
    Page("person_list", query="unit=sla&on=2012-06-01"),
    Page("person_list", query="unit=zeppelin"),
    Page("person_detail", "kim-osborne", in_ci=True),
    Page("theme_list"),
    Page("theme_detail", "migration-and-development", in_ci=True),
    Page("theme_detail", "social-development", query="on=2010-01-01"),
    Page("body_list"),
    Page("body_detail", "cidi", in_ci=True),
    Page("body_detail", "general-assembly", query="structure=2015-proposal"),
    Page("acronym_list", in_ci=True),
    Page("acronym_list", query="on=2010-01-01"),
    Page("office_list", in_ci=True),
    Page("office_detail", "office-pe"),
    Page("member_state_detail", "pe"),
    Page("agreement_list", in_ci=True),
    Page("agreement_list", query="year=2015"),
    Page("agreement_list", query="q=zeppelin"),
    Page("agreement_types"),
    Page("agreement_detail", "61-2019", in_ci=True),
    Page("propose_agreement", in_ci=True),
    Page("propose_agreement", query="unit=sedi&theme=migration"),
    Page("data_quality"),
    Page("data_quality_list", "purpose"),
    Page("data_quality_list", "contradictions"),
    Page("source_list"),
    Page("source_detail", "source-document-003"),
    Page("home", query="on=tomorrow", status=400, in_ci=True),
    Page("structure", query="on=1900-01-01", status=404),
    Page("unit_detail", "no-such-unit", status=404),
]
NOT_PAGES = {
    "chart_svg": "a drawing",
    "chart_pdf": "a document",
    "compare_table": "CSV",
    "compare_data": "JSON",
    "suggest": "JSON",
    "opensearch": "XML",
    "proposal_sent": "the answer to one proposal, for whoever made it",
    "follow_proposal": "one proposal, for whoever has its secret link",
    "proposal_document": "a document, for staff",
}
LANGUAGES = ["en", "es"]
