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


@pytest.mark.parametrize(
    ("address", "said", "no_more"),
    [
        (
            "/en/structure/?on=2015-09-01",
            "in force from some day between 30 August 2011 and 31 July 2013 until some day between 15 June 2015",
            "in force from 2012",
        ),
        (
            "/es/structure/?on=2015-09-01",
            "en vigor desde algún día entre el 30 de agosto de 2011 y el 31 de julio de 2013 hasta algún día",
            "en vigor desde 2012",
        ),
        ("/en/structure/?on=2015-09-01", "Executive Order 08-01 Rev. 8", None),
        ("/es/structure/?on=2015-09-01", "Orden Ejecutiva 08-01 Rev. 8", None),
        (
            "/en/structures/2013-six-secretariats-rev7/",
            "Issued after 15 June 2015: created the Office of the Senior",
            None,
        ),
        (
            "/es/structures/2013-six-secretariats-rev7/",
            "Emitida después del 15 de junio de 2015: creó la Oficina",
            None,
        ),
        (
            "/en/structures/2016-adopted/",
            "In force from some day between 15 June 2015 and 10 May 2016",
            "In force from 2016",
        ),
        ("/en/structures/2016-adopted/", "says that the secretariat was created in 2015", None),
        ("/es/structures/2016-adopted/", "dice que la secretaría fue creada en 2015", None),
        ("/en/structures/", "c. 2012 – c. 2016", "2012 – 2016"),
        ("/es/structures/", "hacia 2012 – hacia 2016", None),
        ("/en/units/saf/", "after 15 December 2005, by 2006", "January 2006"),
        ("/es/units/saf/", "después del 15 de diciembre de 2005, a más tardar en 2006", "enero de 2006"),
        (
            "/en/structures/2019-2024-observed/",
            "Shown from 2019 Until shown for today What it rests onPut together from reports",
            "in force today",
        ),
        (
            "/en/structures/2019-2024-observed/",
            "No act on record adopts this edition as it is. The last one behind it: Executive Order 08-01 Rev. 9",
            "Observed on pages",
        ),
        (
            "/es/structures/2019-2024-observed/",
            "No consta ningún acto que apruebe esta edición tal como es. El último en que se apoya: Orden Ejecutiva",
            "Adoptada En",
        ),
        ("/en/structure/", "put together from reports, from 2019 on", "in force"),
        ("/es/structure/", "reunida a partir de informes, desde 2019", "en vigor"),
    ],
)
def test_editions_claim_no_day_and_no_act_that_no_source_gives(client, demo, address, said, no_more):
    found = words(client, address)

    assert said in found
    assert no_more is None or no_more not in found


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/en/structure/?on=2015-09-01",
            "The change took place on some day between 15 June 2015 and 10 May 2016: the other edition may have been",
        ),
        (
            "/es/structure/?on=2015-09-01",
            "El cambio ocurrió en algún día entre el 15 de junio de 2015 y el 10 de mayo de 2016: puede que",
        ),
        (
            "/en/structure/?on=2016-03-01",
            "The change took place on some day between 15 June 2015 and 10 May 2016: the other edition may have been",
        ),
    ],
)
def test_a_day_within_the_bounds_of_a_change_says_so_on_top(client, demo, address, said):
    (bar,) = texts(client.get(address), ".//div[@class='time-bar']")

    assert said in bar
    (clear,) = texts(client.get("/en/structure/?on=2014-01-01"), ".//div[@class='time-bar']")
    assert "The change took place" not in clear
