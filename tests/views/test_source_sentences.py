"""What source documents 001 and 002 state is found on the site, as docs/source-sentences.md says."""

import re
from html import unescape

from django.conf import settings
from django.utils.html import strip_tags

LINE = re.compile(r"\| .+ \| `(?P<address>/en/\S*)` \| (?P<words>.+) \|")
# The ten most important: what the General Secretariat is, who heads it, how an agreement comes about, what offices are.
TEN = [
    (
        "/en/units/gs/",
        "The OAS General Secretariat is the central and permanent organ of the OAS, responsible for promoting "
        "economic, social, juridical, educational, scientific, and cultural relations among all the member "
        "states, with special emphasis on cooperation for the elimination of extreme poverty.",
    ),
    (
        "/en/about/",
        "The Secretary General is elected by the General Assembly and serves 5 years with the possibility of "
        "serving one additional term.",
    ),
    (
        "/en/about/",
        "The Assistant Secretary General also acts as the Secretary of the Permanent Council.",
    ),
    (
        "/en/units/gs/",
        "Serving as depository of inter-American treaties and agreements, as well as of the instruments of "
        "ratification thereof.",
    ),
    (
        "/en/agreements/types/",
        "Cooperation agreements on the development and implementation of activities in all work areas of the "
        "OAS can be signed by all departments within the General Secretariat.",
    ),
    (
        "/en/agreements/types/",
        "CSOs wishing to provide advisory services to the OAS organs, agencies and entities, and to "
        "disseminate information on its activities and programmes.",
    ),
    (
        "/en/agreements/types/",
        "This is then sent to the Secretary General for approval and signature.",
    ),
    (
        "/en/agreements/agr-01/",
        "Working mechanisms relating to issues including the eradication of violence against women",
    ),
    (
        "/en/offices/",
        "Currently there are 28 Offices operating in the Western Hemisphere",
    ),
    (
        "/en/offices/",
        "Hence, Representatives report directly to the Coordinator in the Office of the Assistant Secretary "
        "General (OASG).",
    ),
]


def test_every_sentence_of_the_list_and_the_ten_most_important_stand_on_their_pages(client, demo):
    listed = LINE.findall((settings.BASE_DIR / "docs/source-sentences.md").read_text(encoding="utf-8"))
    assert len(listed) == 50

    pages = {address: page_of(client, address) for address in dict(listed + TEN)}

    assert [(address, words) for address, words in listed + TEN if words not in pages[address]] == []


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(unescape(strip_tags(response.content.decode())).split())
