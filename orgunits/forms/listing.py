"""What the filter forms of lists share: chips of what is chosen, links to the same list in another order."""

from django_filters import CharFilter, FilterSet

from ..pasted import LineField


class LineFilter(CharFilter):
    """Words for a search."""

    field_class = LineField


class ListFilter(FilterSet):
    """`chips_of` names the filters shown as chips; `sort` is the filter of the order, its first choice the default."""

    chips_of = ()

    @property
    def chips(self):
        """What is chosen: label, value and the query without it."""
        chips = []
        for name in self.chips_of:
            if value := self.form.cleaned_data.get(name):
                label = dict(self.form.fields[name].choices).get(value, value) if self._has_choices(name) else value
                chips.append({"label": self.form.fields[name].label, "value": label, "query": self._query(name, "")})
        return chips

    @property
    def orders(self):
        """The same list in each order: label, query, whether it is this one."""
        choices = self.filters["sort"].extra["choices"]
        default = choices[0][0]
        chosen = self.form.cleaned_data.get("sort") or default
        return [
            {
                "label": label,
                "query": self._query("sort", "" if value == default else value),
                "is_current": value == chosen,
            }
            for value, label in choices
        ]

    @property
    def carried(self):
        """What the form itself has no field for: (name, value)."""
        return [(name, value) for name in ("sort",) if (value := self.form.cleaned_data.get(name))]

    def _has_choices(self, name):
        return hasattr(self.form.fields[name], "choices")

    def _query(self, name, value):
        """The query of this page with another value of one filter, from its first page on."""
        query = self.data.copy()
        query.pop("page", None)
        query.pop(name, None)
        if value:
            query[name] = value
        return query.urlencode()
