"""The pages of the admin, as the browser tests visit them: `admin(address)` opens one, a click leads to some."""

from playwright.sync_api import expect

# Our own pages, and of the framework's those with something of ours in them; in braces, the keys of `made`.
OURS = {
    "the start": "",
    "the editions": "orgunits/structure/",
    "a draft": "orgunits/structure/{draft}/change/",
    "what a draft lacks to be adopted": "orgunits/structure/{draft}/check/",
    "to propose a draft": "orgunits/structure/{draft}/propose/",
    "to clone a structure": "orgunits/structure/{draft}/clone/",
    "to withdraw a proposal": "orgunits/structure/{proposed}/withdraw/",
    "a list with filters": "orgunits/changeevent/?kind__exact=moved",
    "an empty list": "orgunits/cooperationagreement/?q=zeppelin",
    "the tree of a structure": "orgunits/placement/",
    "a place": "orgunits/placement/{place}/change/",
    "a place of a locked structure": "orgunits/placement/1/change/",
    "to add a place: in which structure": "orgunits/placement/add/",
    "to add a place": "orgunits/placement/add/?structure={draft}",
    "to delete a place": "orgunits/placement/{place}/delete/",
    "the units": "orgunits/organizationalunit/",
    "a unit": "orgunits/organizationalunit/1/change/",
    "a unit that stays": "orgunits/organizationalunit/1/delete/",
    "to delete a change": "orgunits/changeevent/1/delete/",
    "to delete a draft": "orgunits/structure/{draft}/delete/",
    "the history of a structure": "orgunits/structure/{proposed}/history/",
    "the history of a unit": "orgunits/organizationalunit/1/history/",
    "an event": "orgunits/changeevent/1/change/",
    "an act": "orgunits/legalinstrument/1/change/",
    "an office": "orgunits/countryoffice/1/change/",
    "the register": "orgunits/cooperationagreement/",
    "an agreement": "orgunits/cooperationagreement/1/change/",
    "the inbox": "orgunits/agreementonitsway/",
    "a pending agreement": "orgunits/agreementonitsway/{agreement}/change/",
    "to move an agreement on": "orgunits/agreementonitsway/{agreement}/move/under_review/",
    "to hand an agreement over": "orgunits/agreementonitsway/{agreement}/hand-over/",
    "to amend an agreement": "orgunits/agreementonitsway/{agreement}/amend/",
    "which structure to correct": "orgunits/correction/add/",
    "a correction": "orgunits/correction/add/?structure=8",
}
ADOPTION = "orgunits/structure/{ready}/check/?day=2031-01-01&acts=1"


def acknowledge(page):
    for box in page.locator("[name=warning]").all():
        box.check()
    page.locator("[value=acknowledge]").click()


def ask_to_adopt(page):
    if page.locator("[value=acknowledge]").count():
        acknowledge(page)
    page.locator("[value=adopt]").click()
    expect(page.locator("[value=confirm]")).to_be_visible()


def choose_to_delete(page):
    page.locator(".action-select").first.check()
    page.locator("[name=action]").select_option("delete_selected")
    page.locator("[name=index]").click()
    expect(page.locator(".delete-confirmation #content")).to_be_visible()


def open_first_version(page):
    page.locator("#change-history tbody a").first.click()
    expect(page.locator(".submit-row")).not_to_have_count(0)


def drag_what_is_gone(page):
    """Whatever was said last is told on top of the next page."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    sent = {"cmd": "move_node", "cut_item": "0", "pasted_on": "0", "csrfmiddlewaretoken": token}
    page.request.post(page.url, form=sent, headers={"Referer": page.url})
    page.reload()
    expect(page.locator(".messagelist .error")).to_be_visible()


# Pages one only comes to by a click: where from, and how.
BY_CLICKING = {
    "to adopt a draft": (ADOPTION, ask_to_adopt),
    "to delete chosen places": ("orgunits/placement/?structure__id__exact={draft}", choose_to_delete),
    "to delete chosen changes": ("orgunits/changeevent/", choose_to_delete),
    "chosen sources that stay": ("orgunits/source/?q=source-document-003", choose_to_delete),
    "a version of a structure": ("orgunits/structure/{draft}/history/", open_first_version),
    "a refused drag": ("orgunits/placement/?structure__id__exact={draft}", drag_what_is_gone),
}
