"""What a reader is typing into the search."""

from django import forms

from ..pasted import LineField
from ..search.suggestions import LONGEST

OPENSEARCH = "opensearch"


class SuggestForm(forms.Form):
    """Shown nowhere: of words that it refuses nothing is suggested."""

    q = LineField(max_length=LONGEST, required=False)
    format = forms.ChoiceField(choices=[(OPENSEARCH, OPENSEARCH)], required=False)
