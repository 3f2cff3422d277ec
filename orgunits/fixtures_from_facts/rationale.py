"""Why the proposal of 2015 was made: what the source document says, as readable text in English and Spanish."""

from .facts import edition, own_texts
from .places import places

LANGUAGES = ("en", "es")


def rationale_of_the_proposal():
    return {language: "\n\n".join(_paragraphs(language)) for language in LANGUAGES}


def _paragraphs(language):
    proposal = edition("2015-proposal")
    texts = own_texts("rationale_2015")

    def lead_in(about):
        return texts["lead_ins"][about][language]

    def quote(text):
        words = text if language == "en" else texts["es"][text]
        return f"“{words}”" if words[-1] in ".:" else f"“{words}”."

    by_subject = {}
    for reason in proposal["rationale"]:
        by_subject.setdefault(reason["about"], []).append(quote(reason["text"]))
    for place in places("2015-proposal"):
        if "rationale" in place.facts:
            by_subject[place.key] = [quote(text) for text in place.facts["rationale"]]
    for about, quotes in by_subject.items():
        separator = " " if len(quotes) == 1 else "\n– "
        yield separator.join([lead_in(about), *quotes])

    changes = proposal["announced_changes"]
    items = [f"{number}. {quote(item['text'])}" for number, item in enumerate(changes["items"], start=1)]
    yield "\n".join([f"{lead_in('announced changes')} {quote(changes['text'])}", *items])

    improvement = proposal["continuous_improvement"]
    yield (
        f"{lead_in('continuous improvement')} {quote(improvement['text'])} {quote(improvement['enables'])} "
        f"{lead_in('needs')} {quote(improvement['needs'])}"
    )
    yield lead_in("source")
