"""What an audit of the demo's record found wrong, as its pages say it now, in both languages."""

import pytest

from tests.helpers.html import texts

MAIN = ".//main"


def words(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(texts(response, MAIN))


@pytest.mark.parametrize(
    ("address", "said", "no_more"),
    [
        (
            "/en/posts/",
            "and on cooperation agreements with civil society organizations By Article 108 of the Charter, as "
            "acento.com.do and wikimili.com give it, the successor may not be of the same nationality; source document "
            "001 does not say so.",
            "The successor may not be of the same nationality (Charter",
        ),
        (
            "/es/posts/",
            "Según el artículo 108 de la Carta, tal como lo recogen acento.com.do y wikimili.com, el sucesor no puede "
            "ser de la misma nacionalidad; el documento fuente 001 no lo dice.",
            "El sucesor no puede ser de la misma nacionalidad (Carta",
        ),
        (
            "/en/posts/",
            "Secretariat for Administration and Finance → Office of the Secretary General, Office of the",
            "Secretary for Administration and Finance →",
        ),
        (
            "/es/posts/",
            "Secretaría de Administración y Finanzas → Oficina del Secretario General, Oficina del",
            "Secretario de Administración y Finanzas →",
        ),
        ("/en/posts/", "In order of seniority, as proposed", None),
        ("/es/posts/", "Por orden de jerarquía, según la propuesta", None),
        ("/en/posts/director/", "4, as proposed in Source document 003", None),
        ("/es/posts/director/", "4, según la propuesta de Source document 003", None),
        ("/en/posts/secretary-ser/", "No source ranks it", None),
        ("/en/posts/chief-of-staff-sg/", "Hugo de Zela, seen: 21 November 2013", "2012–2013"),
        ("/es/posts/chief-of-staff-sg/", "Hugo de Zela, constancia: 21 de noviembre de 2013", "2012–2013"),
    ],
)
def test_posts_say_what_their_sources_say(client, demo, address, said, no_more):
    found = words(client, address)

    assert said in found
    assert no_more is None or no_more not in found
