"""Which unit should I approach? The answers of the real data."""

from tests.helpers.html import texts, words_of


def found(response):
    assert response.status_code == 200
    return [each.placement.unit.slug for each in response.context["units"]]


def test_migration_leads_to_social_inclusion(client, indexed_demo):
    assert found(client.get("/en/find/?q=migration"))[0] == "dept-social-inclusion"


def test_ports_lead_to_the_committee_that_is_not_in_the_record_of_today(client, indexed_demo):
    response = client.get("/en/find/?q=ports")

    assert found(response)[0] == "cip"
    (first, *_) = texts(response, ".//ol[@class='answers']/li")
    assert first.startswith("Inter-American Committee on Ports CIP")
    assert "not in today’s structure, as recorded" in first


def test_violence_against_women_leads_to_the_agreement_of_2010_and_its_inferred_unit(client, indexed_demo):
    for query in ("q=violence+against+women", "theme=violence-against-women"):
        response = client.get(f"/en/find/?{query}")

        assert response.context["agreements"][0].slug == "agr-01"
        assert found(response) == ["cim"]
        (first,) = texts(response, ".//ol[@class='answers']/li")
        assert "inferred" in first


def test_wishes_in_plain_words_lead_to_the_unit(client, indexed_demo):
    for language, wish, unit in (
        ("en", "we want to work on disabilities in Peru", "section-vulnerable-groups"),
        ("es", "queremos trabajar con personas con discapacidad", "section-vulnerable-groups"),
        ("en", "elections in Honduras", "dept-electoral"),
        ("en", "who signed with UNIFEM?", "cim"),
        ("es", "¿Quién firmó con UNIFEM?", "cim"),
        ("en", "Where did the Judicial Facilitators go?", "judicial-facilitators"),
        ("en", "becas", "dept-human-development-education"),
        ("es", "scholarships for students", "dept-human-development-education"),
        ("en", "How can I report human rights abuses?", "iachr"),
    ):
        assert found(client.get(f"/{language}/find/", {"q": wish}))[0] == unit, wish


def test_what_only_the_proposal_of_2015_or_an_older_edition_records_says_so(client, indexed_demo):
    for theme, words in (("consumer-rights", "as proposed in 2015"), ("culture", "as stated in 2008")):
        (first, *_) = texts(client.get(f"/en/find/?theme={theme}"), ".//ol[@class='answers']/li")
        assert words in first


def test_zzz_leads_to_the_first_point_of_contact(client, indexed_demo):
    response = client.get("/en/find/?q=zzz")

    assert found(response) == []
    assert texts(response, ".//div[@id='first-contact']//a")[0] == "General Secretariat"


def test_newer_evidence_stands_beside_the_place_wherever_a_unit_is_found(client, indexed_demo):
    newer = "(2019); newer evidence: Secretariat for Strengthening Democracy (after 26 May 2025, inferred)"

    for address in ("search/?q=DSI", "search/?q=migrants", "find/?theme=migration-and-development"):
        words = words_of(client.get(f"/en/{address}"))
        assert newer in words.split("Department of Social Inclusion", 1)[1][:400], address
        assert "newer evidence" not in words_of(client.get(f"/en/{address}&on=2020-01-01")), address
