"""search/ as a screen reader gives it and the keyboard walks it: what would be lost if the tree lost it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TREES = {
    "en": """
        - heading "Search" [level=1]
        - search "Search the directory":
          - combobox "Search the directory": sedi
          - button "Search"
          - status
        - heading /^\\d+ results for “sedi”$/ [level=2]
        - navigation "Kinds of results":
          - list:
            - listitem:
              - link /^All \\d+$/
            - listitem:
              - link /^Units \\d+$/
        - region "Answer":
          - heading /^Executive Secretariat for Integral Development SEDI$/ [level=3]:
            - link "Executive Secretariat for Integral Development"
            - mark: SEDI
          - term: Head
          - definition
          - term: Contact
          - definition
        - list:
          - listitem:
            - heading "Executive Secretary for Integral Development" [level=3]:
              - link "Executive Secretary for Integral Development"
            - paragraph: Post
        - navigation "Pages of this list":
          - list:
            - listitem: Page 1
            - listitem:
              - link "Page 2"
    """,
    "es": """
        - heading "Buscar" [level=1]
        - search "Buscar en el directorio":
          - combobox "Buscar en el directorio": sedi
          - button "Buscar"
          - status
        - heading /^\\d+ resultados para «sedi»$/ [level=2]
        - navigation "Tipos de resultados":
          - list:
            - listitem:
              - link /^Todo \\d+$/
            - listitem:
              - link /^Unidades \\d+$/
        - region "Respuesta":
          - heading /^Secretaría Ejecutiva para el Desarrollo Integral SEDI$/ [level=3]:
            - link "Secretaría Ejecutiva para el Desarrollo Integral"
            - mark: SEDI
          - term: Jefatura
          - definition
          - term: Contacto
          - definition
        - list:
          - listitem:
            - heading "Secretario Ejecutivo para el Desarrollo Integral" [level=3]:
              - link "Secretario Ejecutivo para el Desarrollo Integral"
            - paragraph: Cargo
        - navigation "Páginas de esta lista":
          - list:
            - listitem: Página 1
            - listitem:
              - link "Página 2"
    """,
}
# A former name and the one of today, as two words of the list: not run into one.
SUGGESTED = {"en": "SRD Secretariat for Strengthening Democracy", "es": "SRD Secretaría para el Fortalecimiento"}


@pytest.mark.parametrize(("language", "screen"), [("en", "desktop"), ("es", "phone")])
def test_a_screen_reader_gets_the_box_the_kinds_the_answer_the_results_and_the_pages(look, language, screen):
    page = look(f"/{language}/search/?q=sedi", language, screen).window
    main = page.get_by_role("main")
    expect(main).to_match_aria_snapshot(TREES[language])
    expect(main.get_by_role("navigation").first.locator("[aria-current=true]")).to_have_count(1)

    # The keyboard goes from the words to the button, the kinds, the answer.
    box = main.get_by_role("combobox")
    box.focus()
    walked = []
    for _stop in range(3):
        page.keyboard.press("Tab")
        walked.append(page.evaluate("document.activeElement.innerText.trim().split(/\\s/)[0]"))
    assert walked == {"en": ["Search", "All", "Units"], "es": ["Buscar", "Todo", "Unidades"]}[language]

    box.fill("")
    box.press_sequentially("srd")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    assert SUGGESTED[language] in " ".join(page.get_by_role("listbox").aria_snapshot().split())
    expect(main.get_by_role("status")).not_to_be_empty()
