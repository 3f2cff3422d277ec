"""The chart under the hand: zoomed, dragged, walked through by keyboard, and printed afterwards."""

import pytest

pytestmark = pytest.mark.browser

WHOLE_BOX_IN_FRAME = """() => {
  const [box, frame] = [document.activeElement, document.querySelector("#chart")]
    .map(node => node.getBoundingClientRect());
  return box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.top >= -1 && box.bottom <= innerHeight + 1;
}"""


@pytest.fixture
def chart(look):
    page = look("/en/chart/?structure=2015-proposal").window
    for _time in range(4):
        page.get_by_role("button", name="Larger").click()
    assert drawing(page).evaluate("node => node.clientWidth") > 2500
    return page


def drawing(page):
    return page.locator("#chart > svg")


def test_a_chart_that_was_zoomed_prints_whole(chart):
    chart.emulate_media(media="print")

    assert drawing(chart).evaluate("node => node.clientWidth <= node.parentElement.clientWidth")


def test_the_box_with_the_focus_is_seen_whole(chart):
    boxes = drawing(chart).locator("a.box")
    assert boxes.count() > 40
    for number in range(boxes.count()):
        boxes.nth(number).evaluate("box => box.focus({preventScroll: false})")
        assert chart.evaluate(WHOLE_BOX_IN_FRAME), boxes.nth(number).locator("title").text_content()


def test_after_a_drag_that_ended_outside_the_first_enter_opens_a_unit(chart):
    chart.locator("#chart").evaluate("node => scrollTo(0, node.offsetTop - 100)")
    frame = chart.locator("#chart").bounding_box()
    before = chart.locator("#chart").evaluate("node => node.scrollLeft")
    chart.mouse.move(frame["x"] + 400, frame["y"] + 200)
    chart.mouse.down()
    chart.mouse.move(frame["x"] + 300, frame["y"] + 180, steps=4)
    chart.mouse.move(frame["x"] + 300, frame["y"] - 30, steps=4)
    chart.mouse.up()
    assert chart.locator("#chart").evaluate("node => node.scrollLeft") == before + 100

    drawing(chart).locator("a.box").first.focus()
    with chart.expect_navigation():
        chart.keyboard.press("Enter")

    assert "/en/units/gs/" in chart.url
