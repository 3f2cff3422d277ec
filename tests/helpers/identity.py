"""The identities that a site may have."""

import pytest

OWNER = {"en": "the Rivers Institute", "es": "el Instituto de los Ríos"}
OFFICIAL = {
    "en": "Published by the General Secretariat of the Organization of American States, from its documents and other"
    " public sources.",
    "es": "Publicado por la Secretaría General de la Organización de los Estados Americanos, a partir de sus documentos"
    " y de otras fuentes públicas.",
}
INDEPENDENT = {
    "en": "An independent compilation by the Rivers Institute, from public documents and pages; not an official"
    " publication of the Organization of American States.",
    "es": "Una recopilación independiente de documentos y páginas públicos, publicada por el Instituto de los Ríos; no"
    " es una publicación oficial de la Organización de los Estados Americanos.",
}
DEMONSTRATION = {
    "en": "This is a demonstration: it is not a site of the Organization of American States, and nothing sent here"
    " reaches the Organization.",
    "es": "Esta es una demostración: no es un sitio de la Organización de los Estados Americanos y nada de lo que se"
    " envíe aquí llega a la Organización.",
}


def be_independent(settings):
    settings.IDENTITY, settings.SITE_OWNER, settings.SITE_CONTACT = "independent", OWNER, "rivers@example.org"


def be_demonstration(settings):
    settings.DEMO = True


IDENTITIES = [
    pytest.param(lambda settings: None, OFFICIAL, "Organization of American States", id="official"),
    pytest.param(be_independent, INDEPENDENT, "Independent compilation", id="independent"),
    pytest.param(be_demonstration, DEMONSTRATION, "Demonstration", id="demonstration"),
]
