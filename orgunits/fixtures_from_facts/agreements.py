"""Cooperation agreements and the organizations they were made with."""

import re

from django.utils.text import slugify

from orgunits.models import AgreementParty, CooperationAgreement, Partner

from .facts import facts, in_languages, own_texts, typeset
from .rows import row
from .sources import partial_date, sources

Kind, Form, SpecialType = Partner.Kind, CooperationAgreement.Form, CooperationAgreement.SpecialType
STATED, INFERRED = CooperationAgreement.Basis

KINDS = {
    "UN body": Kind.UN_BODY,
    "UN-related body": Kind.UN_BODY,
    "international organization": Kind.INTERGOVERNMENTAL,
    "international organization (permanent observer)": Kind.INTERGOVERNMENTAL,
    "inter-American entity": Kind.INTERGOVERNMENTAL,
    "specialized organization": Kind.INTERGOVERNMENTAL,
    "integration body": Kind.INTERGOVERNMENTAL,
    "international court": Kind.INTERGOVERNMENTAL,
    "development bank": Kind.DEVELOPMENT_BANK,
    "government": Kind.GOVERNMENT,
    "government (member state)": Kind.GOVERNMENT,
    "government (permanent observer)": Kind.GOVERNMENT,
    "government agency": Kind.GOVERNMENT,
    "government agency (permanent observer)": Kind.GOVERNMENT,
    "university": Kind.UNIVERSITY,
    "foundation": Kind.FOUNDATION,
    "association": Kind.CIVIL_SOCIETY,
    "NGO": Kind.CIVIL_SOCIETY,
    "NGO/think tank": Kind.CIVIL_SOCIETY,
    "company": Kind.COMPANY,
    "international association of police bodies": Kind.OTHER,
}
FORMS = {
    "agreement": Form.AGREEMENT,
    "cooperation agreement": Form.AGREEMENT,
    "grant agreement": Form.AGREEMENT,
    "memorandum of understanding": Form.MEMORANDUM,
    "framework collaboration agreement": Form.FRAMEWORK,
    "exchange of letters": Form.LETTERS,
}
SPECIAL_TYPES = {
    "technical, administrative or financial program": SpecialType.PROGRAM,
    "relating to the specialized organizations": SpecialType.SPECIALIZED_ORGANIZATION,
    "established directly by the Secretary General": SpecialType.SECRETARY_GENERAL,
}
# "José Miguel Insulza (SG)", "Sherry Tross (Executive Secretary) on behalf of the SG"
SIGNATORY = re.compile(r"(?:represented by )?(?P<name>[^(]+) \((?P<post>[^)]+)\)(?P<rest>.*)")


def agreement(key):
    """The natural key of an agreement by its key in the facts."""
    return [_slug(next(item for item in facts("agreements")["items"] if item["id"] == key))]


def agreement_rows():
    """Partners, agreements and who is party to which, in this order."""
    items = facts("agreements")["items"]
    partners = {each["slug"]: each for item in items for each in _partners(item)}
    return [
        *(row(Partner, **partners[slug]) for slug in sorted(partners)),
        *(_agreement_row(item) for item in items),
        *(
            row(
                AgreementParty,
                agreement=agreement(item["id"]),
                partner=[partner["slug"]],
                signatory=_signatories(item)[1],
            )
            for item in items
            for partner in _partners(item)
        ),
    ]


def _slug(item):
    return (item["registry_number"] or item["id"]).replace("/", "-")


def _partners(item):
    """The partners of an agreement as columns; one of our own texts tells them apart where the facts name several."""
    named = _texts(item).get("partners") or [{"name": typeset(item["partner"]), "slug": slugify(item["partner"])[:120]}]
    return [{**each, "kind": KINDS[item["partner_type"]], "country": item["partner_country"]} for each in named]


def _texts(item):
    return own_texts("agreements")[item["id"]]


def _signatories(item):
    """Who signed for the General Secretariat, and for the partner; None where the facts don't say."""
    ours, _, theirs = (item["signed_by"] or "").partition("; ")
    return ours or None, theirs or None


def _our_signatory(item):
    """Name and capacity of who signed for the General Secretariat, as columns."""
    ours, _ = _signatories(item)
    if not ours:
        return {}
    found = SIGNATORY.fullmatch(ours)
    post = found["post"] + (f",{found['rest']}" if found["rest"] else "")
    capacity = own_texts("agreement_words")["capacities"][post]
    return {"signatory": found["name"], **in_languages("signatory_capacity", capacity)}


def _title(item):
    """The title in the language of its source."""
    title = _texts(item).get("title", item["title"])
    return {"title_es" if title and title.startswith("Acuerdo") else "title_en": title}


def _why_this_unit(item):
    """Where the unit is inferred from, as a key of agreement_words."""
    found = re.fullmatch("inferred: the source names (the Organization.*)", item["unit_basis"])
    return f"unit from {found[1]}" if found else "unit from the subject"


def _agreement_row(item):
    texts, words = _texts(item), own_texts("agreement_words")
    stated_type = item["kind_basis"].startswith("source")
    inferred_unit = (item["unit_basis"] or "").startswith("inferred")
    return row(
        CooperationAgreement,
        slug=_slug(item),
        registry_number=item["registry_number"],
        subject_en=item["subject"],
        subject_es=texts["subject"],
        type=item["kind"],
        special_type=SPECIAL_TYPES[item["subtype"]] if item["subtype"] else None,
        type_basis=STATED if stated_type else INFERRED,
        form=FORMS[item["instrument"]],
        unit=[item["unit_key"]] if item["unit_key"] else None,
        unit_basis=INFERRED if inferred_unit else STATED,
        other_units=[[key] for key in texts.get("other_units", [])],
        member_states=[[iso2] for iso2 in texts.get("member_states", [])],
        themes=[[key] for key in item.get("themes", [])],
        themes_basis=STATED if item.get("themes_basis", "source") == "source" else INFERRED,
        stage=CooperationAgreement.Stage.SIGNED,
        sources=sources(item["sources"]),
        **_title(item),
        **_our_signatory(item),
        **partial_date("signed_on", item["date_signed"]),
        signed_not_before=item.get("signed_not_before"),
        signed_not_after=item.get("signed_not_after"),
        **in_languages("type_note", texts.get("type_note") or (stated_type and words["title_says_so"])),
        **in_languages("unit_note", texts.get("unit_note") or (inferred_unit and words[_why_this_unit(item)])),
        **in_languages("signed_words", texts.get("signed_words")),
        **in_languages("note", texts.get("note")),
    )
