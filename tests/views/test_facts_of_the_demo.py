"""What an audit of the demo's record found wrong, as its pages say it now, in both languages. Long: a row a fact."""

import pytest

from orgunits.models import Appointment, Placement
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
        ("/es/posts/director/", "4, según lo propuesto en Source document 003", None),
        ("/en/posts/secretary-ser/", "No source ranks it", None),
        ("/en/posts/chief-of-staff-sg/", "Hugo de Zela, in the post: 21 November 2013", "2012–2013"),
        ("/es/posts/chief-of-staff-sg/", "Hugo de Zela, en el cargo: 21 de noviembre de 2013", "2012–2013"),
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
            "since 2019, shown for today. No act on record adopts it as it is.",
            "in force today",
        ),
        (
            "/en/structures/2019-2024-observed/",
            "Last act behind it Executive Order 08-01 Rev. 9",
            "Observed on pages",
        ),
        (
            "/es/structures/2019-2024-observed/",
            "Ningún acto registrado la adopta tal cual. Último acto de base Orden Ejecutiva",
            "Adoptada En",
        ),
        ("/en/structures/1999-five-areas/", "No act on record adopts it.", "Last act behind it"),
        (
            "/es/structures/1999-five-areas/",
            "Ningún acto registrado la adopta.",
            "Último acto de base",
        ),
        ("/en/structure/", "compiled from reports, from 2019 on", "in force"),
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


@pytest.mark.parametrize(
    ("address", "said", "no_more"),
    [
        ("/en/units/sedi/", "on record since", "not confirmed since"),
        ("/es/units/sedi/", "primera constancia", "sin confirmar desde"),
        ("/en/units/sha/", "Part of General Secretariat (seen in 2020)", "last recorded in Seven"),
        ("/en/units/dept-effective-public-management/", "on record since", "not confirmed since"),
        ("/en/units/ombudsperson/", "place not confirmed; last named in 2025", "not confirmed since"),
        (
            "/es/units/ombudsperson/",
            "lugar sin confirmar; mencionada por última vez en 2025",
            "sin confirmar desde",
        ),
        ("/en/structure/", "Office of the Ombudsperson Office place not confirmed; last named in 2025", None),
        ("/en/chart/", "place not confirmed; last named in 2025", "not confirmed since 2025"),
        ("/en/units/dept-electoral/", "Washington, D.C., 20006 (as of 2017)", None),
        ("/es/units/coordinating-office/", "Washington D.C. 20006 (fuente sin fecha)", None),
        ("/en/units/coordinating-office/", "202.370.9873, 202.370.0253", "ContactNot recorded"),
        ("/es/units/coordinating-office/", "202.370.9873, 202.370.0253", "ContactoNo consta"),
        ("/en/units/coordinating-office/", "19th & Constitution Ave., Washington D.C. 20006", None),
        ("/en/units/cim/", "Exists; no source gives its place today. Named in 2025", "A unit may be missing"),
        (
            "/es/units/cim/",
            "Existe; ninguna fuente indica su lugar actual. Mencionada en 2025",
            "Puede faltar una unidad",
        ),
        ("/en/units/iachr/", "Named in 2018: vdocuments.co", "A unit may be missing"),
        ("/es/units/iachr/", "Mencionada en 2018: ", None),
        (
            "/en/agreements/agr-01/",
            "Organization of American States Who signed is not recorded",
            "General Secretariat of the OAS",
        ),
        (
            "/es/agreements/agr-01/",
            "Organización de los Estados Americanos No consta",
            "Secretaría General de la OEA No",
        ),
        (
            "/en/agreements/agr-21/",
            "between 26 May 2005 and 26 May 2015, under Secretary General Insulza",
            "general knowledge",
        ),
        ("/es/agreements/agr-21/", "entre el 26 de mayo de 2005 y el 26 de mayo de 2015", "conocimiento general"),
        ("/en/agreements/", "26 (22 of them by inference) · Special cooperation agreement: 30 (30 of them", None),
        ("/es/agreements/", "(22 de ellos por inferencia)", None),
        ("/en/agreements/types/", "26 general agreements on record (22 of them by inference)", None),
        ("/es/agreements/types/", "acuerdos generales (22 de ellos por inferencia)", None),
        ("/en/offices/office-ec/", "On 12 March the foreign minister denied it", "On the same day"),
        ("/es/offices/office-ec/", "El 12 de marzo el canciller lo negó", "El mismo día"),
        ("/en/offices/office-ec/", "Closure of the office in Ecuador", None),
        ("/es/offices/office-ec/", "Cierre de la oficina en el Ecuador", None),
        ("/en/agreements/agr-23/", "Signed October 2009", "by the terms of the signatories"),
        ("/es/agreements/agr-23/", "Firma octubre de 2009", "por los mandatos de los firmantes"),
        ("/en/agreements/agr-23/", "its stored copy is cut before the day", None),
        ("/es/agreements/agr-23/", "la copia guardada está cortada antes del día", None),
        ("/en/agreements/agr-53/", "by 22 July 2024, the date of the partner’s news", "The source gives no date"),
        (
            "/es/agreements/agr-53/",
            "a más tardar el 22 de julio de 2024, la fecha de la noticia de la contraparte",
            None,
        ),
        ("/en/agreements/agr-15/", "by 14 November 2007, the date of the news", "Signed 14 November 2007"),
        ("/es/agreements/agr-15/", "a más tardar el 14 de noviembre de 2007, la fecha de la noticia", None),
        ("/en/agreements/agr-32/", "by 30 May 2024, the date of the news", "Signed May 2024"),
        ("/es/agreements/agr-32/", "a más tardar el 30 de mayo de 2024, la fecha de la noticia", None),
        (
            "/en/agreements/11-2011/",
            "Memorandum of Understanding between The Organization of American States and the International "
            "Anti-Corruption Academy",
            None,
        ),
        ("/en/agreements/agr-29/", "whom it names as Minister of the Interior of Ecuador; it does not", "Signed by"),
        ("/es/agreements/agr-29/", "a quien nombra como Ministro del Interior del Ecuador; no dice", "Firmado por"),
        ("/en/offices/office-ht/", "the Organization said it had offered its building to the Foreign", "was lent"),
        ("/es/offices/office-ht/", "la Organización dijo que había ofrecido su edificio al Ministerio", "se prestó"),
        ("/en/offices/office-ec/", "the ambassador of Ecuador to the OAS announced", None),
        ("/es/offices/office-ec/", "el embajador del Ecuador ante la OEA anunció", None),
        ("/en/offices/office-lc/", "The stored copy of the page does not show the e-mail address", "The page hides"),
        ("/es/offices/office-lc/", "La copia guardada de la página no muestra la dirección", "La página oculta"),
        ("/en/offices/office-gy/", "The stored copy of the page does not show the e-mail address", "The page hides"),
        ("/es/offices/office-hn/", "La copia guardada de la página no muestra la dirección", "La página oculta"),
        ("/en/offices/office-lc/", "fax (758) 452-4792; OASSaintLucia@oas.org", None),
        ("/es/offices/office-lc/", "Una página de hacia 2013 daba: OAS Building, Vigie, Lighthouse Rd.", None),
        ("/en/offices/office-lc/", "of a page of about 2013. 1980 – 1986 Representative", None),
        ("/es/offices/office-lc/", "de una página de hacia 2013. 2006 – 2008 Alphonsus", None),
        ("/en/offices/office-lc/", "2008 – end not recorded; in the post: c. 2013 Lilly Ching", None),
        ("/en/offices/office-uy/", "29 or 30 September 2011", None),
        ("/es/offices/office-uy/", "29 o 30 de septiembre de 2011", None),
        (
            "/en/posts/director/",
            "The report names her beside the department; that she was its director is inferred",
            None,
        ),
        ("/es/posts/director/", "El informe la nombra junto al departamento; que fuera su directora es por", None),
        (
            "/en/units/sms-executive-office/?structure=2013-six-secretariats-rev7",
            "under Secretariat for Multidimensional Security",
            None,
        ),
        (
            "/es/units/sms/?structure=2013-six-secretariats-rev7",
            "Executive Office of the Secretary for Multidimensional Security",
            None,
        ),
        ("/en/offices/office-py/", "19 February 2020 (its representative)", "by 21 April 2017"),
        ("/es/offices/office-py/", "19 de febrero de 2020 (su representante)", "21 de abril de 2017"),
        (
            "/en/offices/office-py/",
            "was taken “en la sede de la OEA en Asunción”. On 19 February 2020 the foreign ministry decorated its "
            "representative, Diego Paz Bustamante, whose mission ended after nine years. Whether an office operates",
            "No source states the city",
        ),
        (
            "/es/offices/office-py/",
            "se tomó «en la sede de la OEA en Asunción». El 19 de febrero de 2020 la Cancillería condecoró a su "
            "representante, Diego Paz Bustamante, al término de su misión de nueve años. No se encontró si funciona",
            "Ninguna fuente indica",
        ),
        (
            "/en/offices/office-bo/",
            "The source names no city; whether an office operates now was not found.",
            "No source states",
        ),
        (
            "/es/offices/office-ve/",
            "La fuente no nombra la ciudad; no se encontró si funciona una oficina",
            "Ninguna fuente indica",
        ),
        ("/en/offices/office-mx/", "A representative is named in November 2009.", "No source states"),
        ("/es/offices/office-mx/", "En noviembre de 2009 se nombra a un representante.", "Ninguna fuente indica"),
        ("/en/offices/office-mx/", "Oscar Maúrtua de Romaña", None),
        ("/en/offices/office-uy/", "lists Uruguay among the OAS offices with a work plan for 2003", "not an office"),
        ("/es/offices/office-uy/", "ninguna de las dos fuentes nombra la ciudad", "no una oficina"),
        (
            "/en/offices/office-bs/",
            "who seems to be the same person, was assigned to Belize in January 2013 (inferred)",
            None,
        ),
        (
            "/es/offices/office-bs/",
            "al parecer la misma persona, fue destinada a Belice en enero de 2013 (inferido)",
            None,
        ),
        ("/en/offices/office-bz/", "January 2013 – end not recorded; in the post: 8 April 2014", None),
        ("/es/offices/office-bz/", "no se encontró si asumió el cargo", None),
        ("/en/offices/office-hn/", "closed on 4 July 2009 and opened again on 2 June 2011", None),
        ("/es/offices/office-hn/", "se cerró el 4 de julio de 2009 y se reabrió el 2 de junio de 2011", None),
        ("/en/agreements/agr-22/", "by 26 April 2012, the date of the press release", "Signed April 2012"),
        (
            "/es/agreements/agr-22/",
            "a más tardar el 26 de abril de 2012, la fecha del comunicado de prensa",
            "El mes es el",
        ),
        ("/en/agreements/agr-22/", "Inferred: the release names the Commission, whose secretariat it is.", None),
        ("/es/agreements/agr-22/", "Inferida: el comunicado nombra a la Comisión, cuya secretaría es.", None),
        (
            "/en/agreements/agr-12/",
            "General cooperation agreement The OAS profile calls it the first general cooperation agreement. By the "
            "classes of source document 001, one relating to a Specialized Organization would be special. Stated by a "
            "source.",
            "No source states",
        ),
        (
            "/es/agreements/agr-12/",
            "Según las clases del documento 001, uno relativo a un organismo especializado sería especial.",
            "Ninguna fuente indica",
        ),
        (
            "/en/agreements/agr-19/",
            "Inferred from the subject; the source names only the General Secretariat.",
            "the source names no unit",
        ),
        (
            "/es/agreements/agr-19/",
            "Inferida por el tema; la fuente solo nombra a la Secretaría General.",
            "la fuente no nombra ninguna unidad",
        ),
        ("/en/agreements/agr-31/", "by 21 February 2024, the date of the news", "The month is that of the news"),
        (
            "/es/agreements/agr-31/",
            "a más tardar el 21 de febrero de 2024, la fecha de la noticia",
            "El mes es el de la noticia",
        ),
        ("/en/agreements/agr-31/", "Inferred: the source names the Organization and its Secretary General.", None),
        ("/es/agreements/agr-31/", "Inferida: la fuente nombra a la Organización y a su Secretario General.", None),
        (
            "/en/agreements/agr-39/",
            "Inferred: the source names the Cyber Security Program; a release of 21 January 2015 says that the "
            "Inter-American Committee against Terrorism develops it.",
            None,
        ),
        (
            "/es/agreements/agr-39/",
            "Inferida: la fuente nombra el Programa de Seguridad Cibernética; un comunicado del 21 de enero de 2015 "
            "dice que lo desarrolla el Comité Interamericano contra el Terrorismo.",
            None,
        ),
        ("/en/agreements/agr-39/", "OAS press release E-012/15", None),
        ("/en/agreements/52-2005/", "The register gives no date; the year is inferred from the number.", None),
        ("/es/agreements/52-2005/", "El registro no da fecha; el año se infiere del número.", None),
        ("/en/agreements/26-2000/", "The register gives no date; the year is inferred from the number.", None),
        ("/es/agreements/19-1969/", "El registro no da fecha; el año se infiere del número.", None),
        (
            "/en/offices/office-ht/",
            "Special Representative of the Secretary General in Haiti; no source found says that he headed the office.",
            "in Haiti, which need not be",
        ),
        (
            "/es/offices/office-ht/",
            "Representante Especial del Secretario General en Haití; no se encontró fuente que diga que dirigía",
            "en Haití, que no es necesariamente",
        ),
        (
            "/es/posts/assistant-secretary-general/",
            "OEA: discurso inaugural de la Secretaria General Adjunta, 14 de julio de 2025",
            None,
        ),
        ("/en/agreements/agr-38/", "Another source gives 8 May.", None),
        ("/es/agreements/agr-38/", "Otra fuente da el 8 de mayo.", None),
        ("/en/agreements/agr-13/", "No source states the type", None),
        ("/en/posts/secretary-spa-ssd/", "October 2015 to c. 2024", "2016 to c. 2024"),
        ("/es/posts/secretary-spa-ssd/", "de octubre de 2015 a alrededor de 2024", "de 2016 a alrededor"),
        (
            "/en/posts/assistant-secretary-general/",
            "The page of the OAS says that he assumed office on 13 July 2015; the ceremony was on 17 July",
            "first term from 17 July 2015",
        ),
        (
            "/es/posts/assistant-secretary-general/",
            "asumió el cargo el 13 de julio de 2015; la ceremonia fue el 17 de julio",
            "primer mandato desde",
        ),
        ("/en/posts/assistant-secretary-general/", "First day of Assistant Secretary General Nestor Mendez", None),
        ("/es/posts/assistant-secretary-general/", "Primer día del Secretario General Adjunto Nestor Mendez", None),
        (
            "/en/units/planning-evaluation/?structure=2019-2024-observed",
            "OAS: program and project evaluation reports",
            "not confirmed since",
        ),
        (
            "/es/units/planning-evaluation/?structure=2019-2024-observed",
            "OAS: program and project evaluation reports",
            None,
        ),
        (
            "/en/units/dept-human-development-education/?structure=2019-2024-observed",
            "NOW Grenada",
            "not confirmed since",
        ),
        ("/es/units/dept-human-development-education/?structure=2019-2024-observed", "NOW Grenada", None),
        (
            "/en/units/oasg-chief-of-staff/?structure=2019-2024-observed",
            "Informe anual del Secretario General 2019 (CP42384S",
            None,
        ),
    ],
)
def test_units_agreements_and_offices_say_what_their_sources_say(client, demo, address, said, no_more):
    found = words(client, address)

    assert said in found
    assert no_more is None or no_more not in found


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/search/?q=SEDI&structure=2013-six-secretariats-rev7", "Jorge Saggiante, in the post in July 2012; Sher"),
        ("/en/find/?q=human+rights+abuses", "a source names it on 31 December 2018, without its place"),
        ("/es/find/?q=UNIFEM", "una fuente la menciona en 2025, sin su lugar"),
    ],
)
def test_who_looks_for_the_right_unit_is_shown_when_a_source_named_it(client, indexed_demo, address, said):
    assert said in words(client, address)


def test_an_appointment_cites_no_page_that_cannot_name_it(demo):
    smith = Appointment.objects.get(slug="office-sr-yolande-y-smith")

    assert list(smith.sources.values_list("slug", flat=True)) == ["oas-office-suriname"]


def test_a_name_of_an_earlier_edition_does_not_rest_on_the_report_for_2019(demo):
    places = Placement.objects.filter(sources__slug="informe-anual-indice-fdocuments-ec")

    assert set(places.values_list("structure__slug", flat=True)) == {"2019-2024-observed"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_units_that_sources_name_without_a_place_are_beside_the_tree(client, demo, language):
    listed = {
        "": ["cim", "iachr", "inspector-general"],
        "?on=2020-01-01": ["iachr"],
        "?on=2017-01-01": [],
        "?structure=2016-adopted": ["iachr"],
        "?structure=2015-proposal": [],
    }

    for query, units in listed.items():
        response = client.get(f"/{language}/structure/{query}")
        assert [row.unit.slug for row in response.context["beside"]] == units, query
        links = texts(response, ".//section[@aria-labelledby='beside']//li")
        assert len(links) == len(units)
