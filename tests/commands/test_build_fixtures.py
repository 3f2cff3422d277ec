"""The fixtures are what the facts make, and say what the facts say."""

import json

import pytest
from django.core.management import call_command

from orgunits.fixtures_from_facts import build, facts, places
from orgunits.fixtures_from_facts.names import official_names
from orgunits.models import (
    Discrepancy,
    LegalInstrument,
    OrganizationalUnit,
    Placement,
    Source,
    Structure,
    Theme,
    ThemeLabel,
    UnitRelation,
)
from orgunits.models.folding import fold
from orgunits.models.languages import LANGUAGES

UNITS = [each for slug in facts.EDITIONS for each in places.places(slug)]


@pytest.fixture(scope="module")
def built():
    return build.built_files()


@pytest.fixture(scope="module")
def rows(built):
    """{model: its rows}"""
    found = {}
    for text in built.values():
        for row in json.loads(text):
            found.setdefault(row["model"], []).append(row["fields"])
    return found


def facts_of_units(units):
    for unit in units:
        yield unit
        yield from facts_of_units(unit.get("children", []))


def all_facts_of_units():
    return [(slug, unit) for slug in facts.EDITIONS for unit in facts_of_units(facts.edition(slug)["units"])]


# --- the files ---


def test_the_fixtures_on_disk_are_as_the_facts_make_them():
    call_command("build_fixtures", check=True)


def test_building_again_gives_the_same_bytes(built):
    assert build.built_files() == built


def test_the_files_are_readable_text(built):
    for path, text in built.items():
        assert json.loads(text), path.name
        assert "\\u" not in text, path.name


def test_the_files_stand_in_the_order_loaddata_takes_them(built):
    assert [path.name for path in sorted(built)] == list(build.FILES)


def test_a_source_of_a_name_in_another_language_is_cited_in_the_edition_of_its_time(rows):
    sources = {tuple(row["structure"] + row["unit"]): row["sources"] for row in rows["orgunits.placement"]}

    citing = [key for key, cited in sources.items() if key[1] == "osg" and ["annual-report-2013-fr"] in cited]
    assert citing == [("2013-six-secretariats-rev7", "osg")]
    assert sources["1999-five-areas", "sla"] == [["interamer-65-chapter-3"]]


def test_an_acronym_of_another_language_never_stands_for_the_english_one(rows):
    placed = {tuple(row["structure"] + row["unit"]): row for row in rows["orgunits.placement"]}

    assert "acronym_es" not in placed["1999-five-areas", "sla"]
    assert "acronym_es" not in placed["2006-four-secretariats", "international-affairs"]
    assert placed["2025-observed", "dept-electoral"]["acronym_es"] == "DECO"
    aliases = {(*row["unit"], row["text"]) for row in rows["orgunits.unitalias"]}
    assert ("international-affairs", "DRE") in aliases


def test_one_whom_a_source_names_in_two_ways_is_one_person(rows):
    named = {row["name"]: row["person"] for row in rows["orgunits.appointment"] if "Yolande" in row["name"]}

    assert named == {"Yolande Y. Smith": ["yolande-yvonne-smith"], "Yolande Yvonne Smith": ["yolande-yvonne-smith"]}
    (person,) = (row for row in rows["orgunits.person"] if "Smith" in row["name"])
    assert (person["name"], person.get("by_name", False)) == ("Yolande Yvonne Smith", False)


def test_the_program_units_of_1999_stand_under_the_office_and_not_under_its_executive_office(rows):
    parents = {
        row["unit"][0]: row["parent"][1]
        for row in rows["orgunits.placement"]
        if row["structure"] == ["1999-five-areas"] and row["level"] > 1
    }

    executive = [unit for unit, parent in parents.items() if parent == "osg-chief-of-staff"]
    assert sorted(executive) == [
        "dept-public-information",
        "external-relations-office",
        "inspector-general",
        "legal-services",
        "protocol",
    ]
    assert [parent for unit, parent in parents.items() if unit not in executive] == ["osg"] * 12


def test_rows_have_natural_keys_and_no_tree_id(rows):
    for model, found in rows.items():
        assert not [fields for fields in found if {"id", "tree_id"} & set(fields)], model


# --- whole ---


def test_every_unit_of_every_edition_has_its_place(rows):
    in_facts = [[slug, unit["key"]] for slug, unit in all_facts_of_units() if unit["kind"] != "joint coordination"]

    seen = [
        [*row["structure"], *row["unit"]]
        for row in rows["orgunits.placement"]
        if row["basis"] != Placement.Basis.CARRIED_OVER
    ]
    assert sorted(seen) == sorted(in_facts)


@pytest.mark.parametrize(
    ("fact", "text"), [("note", "notes"), ("functions_note", "functions_notes")], ids=["notes", "notes on functions"]
)
def test_every_note_of_the_facts_is_written_for_the_public_in_english_and_spanish(fact, text):
    in_facts = {f"{slug}/{unit['key']}" for slug, unit in all_facts_of_units() if fact in unit}

    written = facts.own_texts(text)
    assert in_facts - set(written) == set()
    assert [path for path, note in written.items() if not (note["en"] and note["es"])] == []


def test_a_confidence_that_is_not_high_has_its_note():
    doubtful = {f"{slug}/{unit['key']}" for slug, unit in all_facts_of_units() if "confidence" in unit}

    assert doubtful - set(facts.own_texts("notes")) == set()


@pytest.mark.parametrize("text", ["notes", "functions_notes", "purposes", "summaries"])
def test_own_texts_belong_to_places(text):
    assert set(facts.own_texts(text)) - {place.path for place in UNITS} == set()


def test_our_own_texts_are_whole_in_english_and_spanish(rows):
    own = {
        "orgunits.structure": ["name", "summary", "as_of_note", "coverage"],
        "orgunits.theme": ["name"],
        "orgunits.pillar": ["name"],
        "orgunits.body": ["name"],
        "orgunits.discrepancy": ["topic", "reading"],
    }
    for model, fields in own.items():
        for row in rows[model]:
            for field in fields:
                assert row[f"{field}_en"], row
                assert row[f"{field}_es"], row


def test_paraphrases_are_translated_and_quotations_are_not(rows):
    purposes = [row for row in rows["orgunits.placement"] if "purpose_en" in row]

    translated = {tuple(row["structure"] + row["unit"]) for row in purposes if "purpose_es" in row}
    paraphrased = {
        tuple(row["structure"] + row["unit"])
        for row in purposes
        if row["purpose_wording"] == Placement.Wording.PARAPHRASED
    }
    assert translated == paraphrased


def test_every_summary_is_a_sentence_of_ours_in_english_and_spanish_from_a_source(rows):
    summaries = [row for row in rows["orgunits.placement"] if "summary_en" in row]

    assert ["sedi"] in [row["unit"] for row in summaries]
    for row in summaries:
        assert row["summary_source"], row
        assert 1970 < row.get("summary_year", 2000) < 2027, row
        for column in ("summary_en", "summary_es"):
            assert len(row[column]) <= 160, row
            assert row[column].endswith("."), row


def test_every_source_is_cited(built):
    used = "\n".join(text for path, text in built.items() if path.name != "10_sources.json")

    slugs = [texts["slug"] for texts in facts.own_texts("sources").values()]
    assert [slug for slug in slugs if f'["{slug}"]' not in used] == []


def test_the_rationale_of_the_proposal_quotes_every_reason_of_the_source(rows):
    (rationale,) = [row["rationale_en"] for row in rows["orgunits.structure"] if "rationale_en" in row]

    proposal = facts.edition("2015-proposal")
    reasons = [reason["text"] for reason in proposal["rationale"]]
    reasons += [item["text"] for item in proposal["announced_changes"]["items"]]
    reasons += [text for _, unit in all_facts_of_units() for text in unit.get("rationale", [])]
    assert [text for text in reasons if f"“{text}”" not in rationale] == []


# --- names ---


def test_a_name_never_brings_the_acronym_of_another_language():
    legal = {place.edition: official_names(place)[0] for place in UNITS if place.key == "sla"}

    assert (legal["2016-adopted"]["acronym_en"], legal["2016-adopted"]["acronym_es"]) == ("SLA", "SAJ")
    assert legal["2016-adopted"].get("acronym_fr") is None
    assert legal["1999-five-areas"]["acronym_en"] is None


def test_a_name_in_another_language_goes_with_the_english_name_it_translates():
    names = {place.edition: official_names(place)[0] for place in UNITS if place.key == "spa-ssd"}

    assert names["2013-six-secretariats-rev7"]["name_pt"] == "Secretaria de Assuntos Políticos"
    assert names["2016-adopted"]["name_es"] == "Secretaría para el Fortalecimiento de la Democracia"
    assert (names["2016-adopted"]["acronym_es"], names["2016-adopted"]["acronym_fr"]) == ("SFD", "SRD")
    assert "name_pt" not in names["2016-adopted"]
    assert names["2013-six-secretariats-rev7"]["name_fr"] == "Secrétariat aux questions politiques"


def test_general_knowledge_is_a_source_where_a_name_rests_on_it(rows):
    sources = {tuple(row["structure"] + row["unit"]): row["sources"] for row in rows["orgunits.placement"]}

    assert ["general-knowledge"] in sources["2016-adopted", "sha"]
    assert ["general-knowledge"] not in sources["2016-adopted", "sms"]


def test_each_theme_has_labels_of_ours_in_each_language_and_none_is_its_name(rows):
    names, labels = {}, {}
    for theme in rows["orgunits.theme"]:
        names[theme["slug"]] = {fold(name) for column, name in theme.items() if column.startswith("name_")}
    for label in rows["orgunits.themelabel"]:
        assert "source" not in label
        (theme,) = label["theme"]
        labels.setdefault((theme, label["language"]), []).append(fold(label["text"]))

    assert labels.keys() == {(theme, language) for theme in names for language in LANGUAGES}
    assert [key for key, words in labels.items() if len(set(words)) < len(words)] == []
    # French and Portuguese names are none of the themes' yet, so that a label may be one.
    assert [key for key, words in labels.items() if key[1] in ("en", "es") and names[key[0]] & {*words}] == []


# --- the load ---


def test_the_fixtures_hold_what_was_collected(demo):
    assert Structure.objects.count() == 9
    assert OrganizationalUnit.objects.count() == 101
    assert Theme.objects.count() == 67
    assert ThemeLabel.objects.count() == 1552
    assert Discrepancy.objects.count() == 34
    assert UnitRelation.objects.count() == 60
    assert Source.objects.count() == 297
    assert LegalInstrument.objects.count() == 58
