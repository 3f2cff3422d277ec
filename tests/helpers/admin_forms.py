"""Forms as a browser sends them: the fields of the page, with what the editor changes."""

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"


def fields_of(response, form_id):
    """The names and values that the form of the page would send, untouched."""
    document = html5lib.parse(response.content)
    form = next(form for form in document.iter(f"{HTML}form") if form.get("id") == form_id)
    fields = {}
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "")
        if not name or "__prefix__" in name or element.get("disabled") is not None:
            continue
        if element.tag == f"{HTML}textarea":
            fields.setdefault(name, []).append("".join(element.itertext()))
        elif element.tag == f"{HTML}select":
            options = list(element.iter(f"{HTML}option"))
            chosen = [option for option in options if option.get("selected") is not None]
            if not chosen and element.get("multiple") is None:
                chosen = options[:1]
            fields.setdefault(name, []).extend(option.get("value", "") for option in chosen)
        elif kind in ("submit", "file") or (kind in ("checkbox", "radio") and element.get("checked") is None):
            continue
        elif element.tag == f"{HTML}input":
            fields.setdefault(name, []).append(element.get("value", "on" if kind == "checkbox" else ""))
    return fields


def save(client, url, form_id, *, opened=None, follow=False, **changes):
    """Opens the form (or takes it as `opened` before), changes fields and sends it. A None takes a field out."""
    fields = {**(opened or fields_of(client.get(url), form_id)), "_save": ["Save"], **changes}
    return client.post(url, {name: value for name, value in fields.items() if value is not None}, follow=follow)


def errors_of(response):
    """All sentences of a form that was refused."""
    form = response.context["adminform"].form
    found = [sentence for sentences in form.errors.values() for sentence in sentences]
    for formset in response.context["inline_admin_formsets"]:
        found += formset.formset.non_form_errors()
        found += [text for errors in formset.formset.errors for texts in errors.values() for text in texts]
    return [str(sentence) for sentence in found]


def messages_in(response):
    """The messages of the page one was led to."""
    return [str(message) for message in response.context["messages"]]
