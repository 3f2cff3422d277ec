"""A structure to draw, and how its chart is read."""

from orgunits.charts.boxes import EDGE, GAP, LINE, MORE_SIZE, PAD_X, TYPE
from orgunits.charts.text import BOLD, width_of
from orgunits.models import Body, Structure, UnitRelation
from tests.helpers.factories import make_unit
from tests.helpers.html import parsed, text_of

ADOPTED, DRAFT = Structure.Status.ADOPTED, Structure.Status.DRAFT
SVG = "{http://www.w3.org/2000/svg}"
TREE = """
gs | general_secretariat | General Secretariat
  osg | head_office | Office of the Secretary General | OSG
  oasg | head_office | Office of the Assistant Secretary General
  library | office | Columbus Memorial Library
  sms | secretariat | Secretariat for Multidimensional Security | SMS
    security | department | Department of Public Security | DPS
      statistics | section | Section of Statistics
  sedi | executive_secretariat | Executive Secretariat for Integral Development | SEDI
"""
# Names with the letters that are special to each: of its alphabet, and accents that no letter has in it.
AMERICAS = {
    "Aymara": "Qhïchwa Aymar aru ä ï ü ch’ ñ",
    "Bribri": "ã̀ a̱ Ë Ö̀ ũ̂",
    "Chipewyan": "Dënesųłıné ʔ Ɂ ɂ ą̈ ë́ ǫ́ θ",
    "Chinantec": "Jmiiˊ ˋ ⁿ ¹² ʌ ɨ ŋ",
    "Comox and Lushootseed": "ʔayʔaǰuθəm ƛ̓ x̌ʷ q̓ k̓ č š ɬ ʒ ᶻ",
    "Dogrib": "Tłı̨chǫ ı̨̀ ǫ̀ ę̀",
    "Guaraní": "Avañe’ẽ G̃ g̃ Ã ẽ ĩ õ ũ ỹ Ỹ",
    "Haitian": "Kreyòl ayisyen è ò à",
    "Karajá": "Ỹ ə̃ y̰ ỹ",
    "Lakota": "Lakȟóta ȟ ǧ ž š ŋ",
    "Mapudungun": "Mapuḏungun ṉ ḻ ṯ ü",
    "Maya and Mixtec": "Sa̱’an ꞌ Ꞌ ʉ ɨ a̠",
    "Nahuatl": "Nāhuatl ē ī ō ū",
    "Navajo": "Diné Ą́ ą́ Ę́ Į́ į́ Ǫ́ ǫ́ ł ʼ",
    "Otomi": "Hñähñu a̱ e̱ o̱ u̱ ø",
    "Portuguese and French": "ãõçéâ œ Ÿ ÿ ï ù",
    "Quechua": "Runasimi ñ ch’ q’ ĺĺ",
    "Sahaptin": "Ichishkíin ɨ́ x̣ ƛ ’",
    "Sources of Europe": "Łódź, Đakovo, Żółć, Šćepan, Őrség, Ģīga, ŵŷ",
    "Tlingit": "Lingít X̱ʼ x̱ ḵ Ḵ g̱ G̱",
}
OTHER_SCRIPTS = [
    "مكتب الأمين العام",
    "המזכירות הכללית",
    "Генеральный секретариат",
    "Γενική Γραμματεία Ἀθήνα",
    "ᐃᓄᒃᑎᑐᑦ ᓀᐦᐃᔭᐍᐏᐣ",
    "გენერალური",
]


def relate(structure, slug, kind, *, unit=None, body=None):
    to_body = Body.objects.create(slug=body, kind="organ", name=body) if body else None
    to_unit = make_unit(unit) if unit else None
    UnitRelation.objects.create(structure=structure, unit=make_unit(slug), kind=kind, to_unit=to_unit, to_body=to_body)


def drawing(response):
    return parsed(response).find(f".//{SVG}svg[@class='drawing']")


def boxes(response):
    """The names in the boxes, in the order of the keyboard."""
    return [text_of(link.find(f"{SVG}text")) for link in drawing(response).findall(f".//{SVG}a") if is_box(link)]


def is_box(link):
    return link.get("class").startswith("box ")


def foot(response):
    """The words of title block and legend."""
    return " ".join(text_of(text) for text in drawing(response).findall(f"{SVG}g[2]/{SVG}text"))


def links_of(response):
    return {text_of(link): link.get("href") for link in parsed(response).findall(".//main//a")}


def words_outside(box):
    """The lines of a box that its width or height does not hold, by the font's own widths."""
    size, weight = TYPE[box.part]
    room = box.width - EDGE - 2 * PAD_X + 0.01
    wide = [
        (words, acronym)
        for words, acronym in box.lines
        if width_of(words, size, weight)
        + (width_of(acronym, size, BOLD) if acronym else 0)
        + (GAP * size if words and acronym else 0)
        > room
    ]
    wide += [line for line in box.more_lines if width_of(line, MORE_SIZE) > room]
    return wide if len(box.lines) * size * LINE + box.more_height <= box.height else [*wide, "too high"]
