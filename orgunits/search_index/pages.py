"""The pages of the site → their documents: they are few, and known when the program starts.

The words by which else people look for a page are ours, in the four languages of the record; a page leads to itself.
"""

from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop, override

from ..models.languages import PAGE_LANGUAGES
from .documents import Document, Kind, Role


class Page(NamedTuple):
    """The name of a view, its title (translated), and words of readers by language."""

    view: str
    title: str
    words: dict


# The place in this list is the key of the page's document: new ones come last.
PAGES = (
    Page(
        "structure",
        gettext_noop("Structure"),
        {
            "en": ["structure", "list of units", "secretariats"],
            "es": ["estructura", "lista de unidades", "secretarías"],
            "fr": ["structure", "secrétariats"],
            "pt": ["estrutura", "secretarias"],
        },
    ),
    Page(
        "chart",
        gettext_noop("Chart"),
        {
            "en": ["organization chart", "org chart", "organizational chart", "organigram"],
            "es": ["organigrama"],
            "fr": ["organigramme"],
            "pt": ["organograma"],
        },
    ),
    Page(
        "structure_list",
        gettext_noop("Editions of the structure"),
        {
            "en": ["history of the structure", "past structures", "reorganizations"],
            "es": ["historia de la estructura", "estructuras anteriores", "reorganizaciones"],
            "fr": ["histoire de la structure", "réorganisations"],
            "pt": ["história da estrutura", "reorganizações"],
        },
    ),
    Page(
        "change_list",
        gettext_noop("Changes"),
        {
            "en": ["changes of the structure", "what changed"],
            "es": ["cambios de la estructura", "qué cambió"],
            "fr": ["changements de la structure"],
            "pt": ["mudanças da estrutura"],
        },
    ),
    Page(
        "compare",
        gettext_noop("Compare two editions"),
        {
            "en": ["compare structures", "comparison", "differences"],
            "es": ["comparar estructuras", "comparación", "diferencias"],
            "fr": ["comparer les structures", "comparaison"],
            "pt": ["comparar estruturas", "comparação"],
        },
    ),
    Page(
        "find",
        gettext_noop("Find the right unit"),
        {
            "en": ["which unit", "whom to contact", "who is responsible"],
            "es": ["qué unidad", "a quién dirigirse", "a quién contactar"],
            "fr": ["à qui s'adresser", "quelle unité"],
            "pt": ["a quem se dirigir", "qual unidade"],
        },
    ),
    Page(
        "office_list",
        gettext_noop("Country offices"),
        {
            "en": ["offices in the member states", "national offices", "country offices"],
            "es": ["oficinas en los Estados Miembros", "oficinas nacionales"],
            "fr": ["bureaux dans les pays", "bureaux nationaux"],
            "pt": ["escritórios nos países", "escritórios nacionais"],
        },
    ),
    Page(
        "agreement_list",
        gettext_noop("Cooperation agreements"),
        {
            "en": ["register of agreements", "cooperation agreements", "memoranda of understanding"],
            "es": ["registro de acuerdos", "acuerdos de cooperación", "memorandos de entendimiento", "convenios"],
            "fr": ["registre des accords", "accords de coopération"],
            "pt": ["registro de acordos", "acordos de cooperação"],
        },
    ),
    Page(
        "propose_agreement",
        gettext_noop("Propose an agreement"),
        {
            "en": ["propose an agreement", "sign an agreement", "new agreement"],
            "es": ["proponer un acuerdo", "firmar un acuerdo", "nuevo convenio"],
            "fr": ["proposer un accord", "signer un accord"],
            "pt": ["propor um acordo", "assinar um acordo"],
        },
    ),
    Page(
        "agreement_types",
        gettext_noop("Types of agreements"),
        {
            "en": ["types of agreements", "framework agreement"],
            "es": ["tipos de acuerdos", "acuerdo marco"],
            "fr": ["types d'accords", "accord-cadre"],
            "pt": ["tipos de acordos", "acordo-quadro"],
        },
    ),
    Page(
        "mandate_list",
        gettext_noop("Mandates"),
        {"en": ["mandates"], "es": ["mandatos"], "fr": ["mandats"], "pt": ["mandatos"]},
    ),
    Page(
        "instrument_list",
        gettext_noop("Legal acts"),
        {
            "en": ["legal acts", "resolutions", "executive orders", "legal instruments"],
            "es": ["actos jurídicos", "resoluciones", "órdenes ejecutivas", "instrumentos jurídicos"],
            "fr": ["actes juridiques", "résolutions", "décrets exécutifs"],
            "pt": ["atos jurídicos", "resoluções", "ordens executivas"],
        },
    ),
    Page(
        "post_list",
        gettext_noop("Posts"),
        {
            "en": ["posts", "who is who", "authorities", "officials"],
            "es": ["cargos", "quién es quién", "autoridades", "funcionarios"],
            "fr": ["postes", "autorités", "fonctionnaires"],
            "pt": ["cargos", "autoridades", "funcionários"],
        },
    ),
    Page(
        "source_list",
        gettext_noop("Sources"),
        {"en": ["sources"], "es": ["fuentes"], "fr": ["sources"], "pt": ["fontes"]},
    ),
    Page(
        "data_quality",
        gettext_noop("Data quality"),
        {
            "en": ["data quality", "what is missing", "gaps"],
            "es": ["calidad de los datos", "qué falta"],
            "fr": ["qualité des données"],
            "pt": ["qualidade dos dados"],
        },
    ),
    Page(
        "about",
        gettext_noop("About the directory"),
        {
            "en": ["about", "about the directory", "legal notice"],
            "es": ["acerca del directorio", "aviso legal"],
            "fr": ["à propos du répertoire"],
            "pt": ["sobre o diretório"],
        },
    ),
    Page(
        "accessibility",
        gettext_noop("Accessibility"),
        {"en": ["accessibility"], "es": ["accesibilidad"], "fr": ["accessibilité"], "pt": ["acessibilidade"]},
    ),
)


def keys():
    return range(1, len(PAGES) + 1)


def pages(keys):
    for key in sorted(keys):
        if not 0 < key <= len(PAGES):
            continue
        page = PAGES[key - 1]
        document = Document(Kind.PAGE, key, (page.view, []))
        for language in PAGE_LANGUAGES:
            with override(language):
                document.name(Role.NAME, gettext(page.title), language)
        for language, words in page.words.items():
            for word in words:
                document.name(Role.ALIAS, word, language)
        yield document
