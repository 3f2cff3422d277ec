"""Django's tags of `{% load i18n %}` on every page, of which `{% translate %}` keeps its words.

Django looks a text up again each time it is shown, which takes eighty calls; a page shows a hundred. A constant text is
the same for all readers of a language, so here each tag asks once a language and process.
"""

from django.template import Library, Node
from django.templatetags.i18n import do_translate
from django.templatetags.i18n import register as register_of_django
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, pgettext

register = Library()
register.tags.update(register_of_django.tags)
register.filters.update(register_of_django.filters)


class ConstantWords(Node):
    """`text` in the language of the page, which may be set as the variable `name` instead of being shown."""

    child_nodelists = ()

    def __init__(self, text, context, name):
        self.text, self.context, self.name, self.kept = text, context, name, {}

    def render(self, context):
        language = get_language()
        words = self.kept.get(language)
        if words is None:
            words = self.kept[language] = self._words()
        if self.name:
            context[self.name] = words
            return ""
        return words

    def _words(self):
        """Safe, as all that is in a template; there a per cent sign is doubled, since some texts are formats."""
        text = self.text.replace("%", "%%")
        words = pgettext(self.context, text) if self.context else gettext(text)
        return mark_safe(words.replace("%%", "%"))  # ours


@register.tag("translate")
@register.tag("trans")
def translate(parser, token):
    """As Django's own, which still does what isn't constant."""
    node = do_translate(parser, token)
    text, context = node.filter_expression, node.message_context
    if node.noop or text.filters or text.var.lookups or (context and context.is_var):
        return node
    return ConstantWords(text.var.literal, context and context.var, node.asvar)
