"""The search of every page: a combobox that suggests as one types, by eye, keyboard and screen reader; and without."""

import pytest
from playwright.sync_api import expect

from ..helpers.looking import Look

pytestmark = pytest.mark.browser

WORDS = {
    "en": {"many": "8 suggestions", "one": "1 suggestion", "none": "No suggestions", "label": "Suggestions"},
    "es": {"many": "8 sugerencias", "one": "1 sugerencia", "none": "Sin sugerencias", "label": "Sugerencias"},
}
NAMES = {
    "en": "Secretariat for Strengthening Democracy",
    "es": "Secretaría para el Fortalecimiento de la Democracia",
}


class Box:
    """The search of a page, as a screen reader finds it."""

    def __init__(self, look: Look):
        self.look, self.page = look, look.window
        self.input = self.page.get_by_role("combobox").first
        self.options = self.page.get_by_role("option")
        self.status = self.page.get_by_role("search").first.get_by_role("status")

    def types(self, text):
        self.input.press_sequentially(text)
        return self

    def presses(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def is_closed(self):
        expect(self.input).to_have_attribute("aria-expanded", "false")
        expect(self.page.get_by_role("listbox")).to_have_count(0)
        return self

    def chosen(self):
        """The option that a screen reader is led to, None without one."""
        key = self.input.get_attribute("aria-activedescendant")
        selected = self.page.get_by_role("option", selected=True)
        assert selected.count() == (key is not None)
        if key is None:
            return None
        assert selected.get_attribute("id") == key
        expect(selected).to_be_in_viewport()
        return [each.get_attribute("id") for each in self.options.all()].index(key)


@pytest.fixture
def box(look):
    def open_page(address="/en/about/", language="en", screen="desktop", **options):
        return Box(look(address, language, screen, **options))

    return open_page


def test_it_is_a_combobox_with_a_list(box):
    found = box().is_closed().types("secretariat for")
    expect(found.options).to_have_count(8)

    expect(found.input).to_have_accessible_name("Search the directory")
    expect(found.input).to_have_attribute("aria-autocomplete", "list")
    expect(found.input).to_have_attribute("aria-expanded", "true")
    listbox = found.page.get_by_role("listbox", name="Suggestions")
    expect(found.input).to_have_attribute("aria-controls", listbox.get_attribute("id"))
    expect(listbox.get_by_role("option")).to_have_count(8)
    expect(found.options.filter(has_text=NAMES["en"])).to_have_accessible_name(f"{NAMES['en']} unit")
    assert found.chosen() is None


def test_keys_walk_the_list_and_come_back_to_what_was_typed(box):
    found = box().types("secretariat for")
    expect(found.options).to_have_count(8)

    walk = [("ArrowDown", 0), ("ArrowDown", 1), ("End", 7), ("ArrowDown", None), ("ArrowUp", 7), ("Home", 0)]
    assert [(key, found.presses(key).chosen()) for key, _place in walk] == walk
    assert found.presses("ArrowUp").chosen() is None
    expect(found.input).to_have_value("secretariat for")


def test_enter_leads_to_the_page_of_what_is_chosen_and_else_to_the_search(box):
    found = box().types("srd")
    expect(found.options).to_have_count(1)
    found.presses("ArrowDown", "Enter")
    found.page.wait_for_url("**/en/units/spa-ssd/")

    again = Box(found.look).types("srd")
    expect(again.options).to_have_count(1)
    again.presses("Enter")
    again.page.wait_for_url("**/en/search/?q=srd")


def test_a_click_on_a_suggestion_leads_to_its_page(box):
    found = box("/en/about/?on=2026-01-01").types("quito")

    found.options.filter(has_text="Ecuador").first.click()

    found.page.wait_for_url("**/en/offices/office-ec/**")


def test_escape_closes_the_list_and_leaves_what_was_typed_and_a_key_opens_it_again(box):
    found = box().types("democ")
    expect(found.options.first).to_be_visible()
    found.presses("ArrowDown", "Escape").is_closed()
    expect(found.input).to_have_value("democ")
    assert found.chosen() is None

    found.presses("ArrowDown")
    expect(found.options.first).to_be_visible()


def test_tab_leaves_and_closes(box):
    found = box().types("democ")
    expect(found.options.first).to_be_visible()

    found.presses("Tab").is_closed()

    expect(found.page.get_by_role("button", name="Search").first).to_be_focused()


def test_keys_of_the_text_keep_their_meaning_while_nothing_is_chosen(box):
    found = box().types("democ")
    expect(found.options.first).to_be_visible()

    found.presses("Home")

    assert found.input.evaluate("input => input.selectionStart") == 0
    assert found.chosen() is None


@pytest.mark.parametrize("language", WORDS)
def test_how_many_there_are_is_announced_in_the_readers_language(box, language):
    words = WORDS[language]
    found = box(f"/{language}/about/", language).types("se")
    expect(found.status).to_have_text(words["many"])
    expect(found.page.get_by_role("listbox", name=words["label"])).to_be_visible()

    found.input.fill("srd")
    expect(found.status).to_have_text(words["one"])
    expect(found.options).to_contain_text(f"SRD → {NAMES[language]}")

    found.input.fill("zzzz")
    expect(found.status).to_have_text(words["none"])
    found.is_closed()


def test_words_are_asked_for_once_the_reader_pauses_and_earlier_answers_are_dropped(box):
    found, asked = box(), []
    found.page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)

    found.input.press_sequentially("democracy", delay=5)
    expect(found.options.first).to_be_visible()

    assert [url.rpartition("q=")[2] for url in asked] == ["democracy"]


def test_nothing_is_asked_for_one_letter_or_while_a_word_is_composed(box):
    found, asked = box(), []
    found.page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)

    found.types("d")
    found.input.evaluate(
        """input => {
          input.value = "democ";
          input.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
        }"""
    )
    found.page.wait_for_timeout(600)
    assert asked == []

    found.input.dispatch_event("compositionend")
    expect(found.options.first).to_be_visible()


def test_names_are_never_markup(box):
    found = box()
    row = {"name": "<img src=x onerror=alert(1)>", "kind": "<b>", "address": "/en/", "note": "<i>"}
    found.page.route("**/suggest/**", lambda route: route.fulfill(json={"suggestions": [row]}))

    found.types("img")

    expect(found.options).to_contain_text("<img src=x onerror=alert(1)>")
    assert found.options.locator("img").count() == 0


def test_without_an_answer_the_form_is_sent_all_the_same(box):
    found = box()
    found.page.route("**/suggest/**", lambda route: route.abort())

    found.types("democ").presses("Enter")

    found.page.wait_for_url("**/en/search/?q=democ")


def test_without_a_script_it_is_a_plain_search(look):
    page = look("/en/about/", java_script_enabled=False).window

    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("searchbox", name="Search the directory").fill("srd")
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/search/?q=srd")


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("screen", ["desktop", "phone", "narrow"])
@pytest.mark.parametrize("address", ["", "units/sedi/?on=2010-01-01"])
def test_the_open_list_is_sound_in_the_light_and_in_the_dark(box, language, screen, address):
    found = box(f"/{language}/{address}", language, screen).types("secr")
    expect(found.options).to_have_count(8)
    found.presses("ArrowDown")

    assert found.look.faults_of_content() + found.look.too_wide() + found.look.faint_in_the_dark() == []
    assert min(found.options.evaluate_all("all => all.map(each => each.offsetHeight)")) >= 44
    left, right, width = found.page.get_by_role("listbox").evaluate(
        "list => [list.getBoundingClientRect().left, list.getBoundingClientRect().right, innerWidth]"
    )
    assert 0 <= left <= right <= width


def test_nothing_moves_in_it(box):
    found = box(reduced_motion="reduce").types("secr")
    expect(found.options).to_have_count(8)

    assert found.page.evaluate("document.getAnimations().length") == 0
