"""What the five source documents state, and what audits put right, is on the site, as docs/source-sentences.md says."""

import re
from html import unescape

import pytest
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
# Of documents 000 and 003, with the words of the Spanish page: functions are quoted there, the rationale is translated.
PROPOSAL, OF_2008 = "?structure=2015-proposal", "?structure=2008-six-secretariats"
IN_BOTH = {
    "institution-building": (
        f"units/sha/{PROPOSAL}",
        "contributes to the objective of institution-building; namely, to strengthen the capacities of the OAS",
        "contributes to the objective of institution-building; namely, to strengthen the capacities of the OAS",
    ),
    "resources that contribute as one": (
        "structures/2015-proposal/",
        "contribute as one to achieving the strategic vision, strategic objectives, and results proposed",
        "contribuyan como uno solo al logro de la visión estratégica",
    ),
    "better organization of the work force": (
        "structures/2015-proposal/",
        "will also allow a better workforce organization and the implementation of modern management tools",
        "una mejor organización de la fuerza laboral y la aplicación de herramientas modernas de gestión",
    ),
    "different skills of the staff": (
        "structures/2015-proposal/",
        "These activities require different human resource skills, knowledge, expertise, and abilities",
        "distintas habilidades, conocimientos, pericia y aptitudes de los recursos humanos",
    ),
    "inequalities": (
        "structures/2015-proposal/",
        "access to public services, territorial and residential segregation, and labor market participation",
        "el acceso a los servicios públicos, la segregación territorial y residencial",
    ),
    "adjustments by continuous improvement": (
        "structures/2015-proposal/",
        "would enable it to make the necessary adjustments to its operations",
        "le permitiría hacer los ajustes necesarios en sus operaciones",
    ),
    "efforts at modernization": (
        "structures/2015-proposal/",
        "great efforts to deal with the challenges of modernizing the Organization",
        "grandes esfuerzos para encarar los desafíos de modernizar la Organización",
    ),
    "why Rev. 8": (
        f"units/strategic-counsel/{PROPOSAL}",
        "created by Executive Order No. 08-01 rev. 8 to meet the modernization needs of the Organization",
        "creada por la Orden Ejecutiva 08-01 Rev. 8 para responder a las necesidades de modernización",
    ),
    "some elements of strategic partnerships": (
        f"units/strategic-counsel/{PROPOSAL}",
        "planning, reporting, evaluation, some elements of strategic partnerships and communications",
        "algunos elementos de alianzas estratégicas",
    ),
    "coordination by the chiefs of staff, at the Secretary General": (
        f"units/osg/{PROPOSAL}",
        "and the Senior Advisor for Strategy and Organizational Development will coordinate the work",
        "and the Senior Advisor for Strategy and Organizational Development will coordinate the work",
    ),
    "coordination by the chiefs of staff, at the Assistant Secretary General": (
        f"units/oasg/{PROPOSAL}",
        "The Chief of Staff of the Assistant Secretary General will perform coordination functions",
        "The Chief of Staff of the Assistant Secretary General will perform coordination functions",
    ),
    "coordination by the Senior Advisor": (
        f"units/strategic-counsel/{PROPOSAL}",
        "and the Senior Advisor for Strategy and Organizational Development will coordinate the work",
        "and the Senior Advisor for Strategy and Organizational Development will coordinate the work",
    ),
    "six secretariats": (
        f"units/gs/{OF_2008}",
        "is carried out by six Secretariats which include: the Secretariat for Political Affairs",
        "«six Secretariats which include […]» (documento fuente 000): el trabajo de la Secretaría General",
    ),
}


def test_every_sentence_of_the_list_and_the_ten_most_important_stand_on_their_pages(client, demo):
    listed = LINE.findall((settings.BASE_DIR / "docs/source-sentences.md").read_text(encoding="utf-8"))
    assert len(listed) == 419

    pages = {address: page_of(client, address) for address in dict(listed + TEN)}

    assert [(address, words) for address, words in listed + TEN if words not in pages[address]] == []


@pytest.mark.parametrize(("address", "english", "spanish"), IN_BOTH.values(), ids=IN_BOTH)
def test_the_statement_stands_on_its_page_in_both_languages(client, demo, address, english, spanish):
    assert english in page_of(client, f"/en/{address}")
    assert spanish in page_of(client, f"/es/{address}")


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(unescape(strip_tags(response.content.decode())).split())
