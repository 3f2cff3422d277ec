"""What is typed in a form, and the button of the language switch that sends it."""

from tests.helpers.admin_forms import fields_of
from tests.helpers.html import parsed


def languages(response):
    """The buttons by which the page's form comes back in another language."""
    return [button for button in parsed(response).iter("button") if button.get("name") == "in_this_language"]


def switch(client, response, form_id, **typed):
    """Presses the button of the other language, as a browser does: with all that is in the form."""
    button = languages(response)[0]
    assert button.get("form") == form_id
    fields = {**fields_of(response, form_id), **typed, button.get("name"): button.get("value")}
    return client.post(button.get("formaction"), fields)


def typed_in(response, form_id="proposal"):
    return {
        name: [value.replace("\r", "") for value in values] for name, values in fields_of(response, form_id).items()
    }
