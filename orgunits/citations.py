"""Sources, numbered in the order in which a page cites them."""

from itertools import groupby


class Citations:
    """Numbers sources in the order in which the page cites them."""

    def __init__(self):
        self._numbers = {}

    @property
    def sources(self):
        """Those that are cited, in the order of their numbers."""
        return list(self._numbers)

    def cite(self, *sources):
        """The numbers of `sources` to put after a statement, as runs (first, last); None among them is left out."""
        numbers = {self._numbers.setdefault(source, len(self._numbers) + 1) for source in sources if source}
        runs = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
        runs = [[number for _place, number in run] for _gap, run in runs]
        return [(run[0], run[-1]) for run in runs]
