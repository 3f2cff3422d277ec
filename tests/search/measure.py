"""Prints how well the search finds over the demo, by category: python tests/search/measure.py [--faults] [--part N].

Of the database that DATABASE_URL names, or the one in var/, with the demo and its index.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oasdir.settings")

import django

django.setup()

from tests.search import measures  # noqa: E402 - after the setup


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--faults", action="store_true", help="print what is not found as it should be")
    options.add_argument("--part", type=int, default=1, help="of the generated set each N-th query alone; 0: none")
    given = options.parse_args()
    ask = measures.asking()
    print_by_hand(measures.measure_by_hand(ask, measures.Keys()), faults=given.faults)
    if given.part:
        print_generated(measures.measure_generated(ask, given.part), faults=given.faults)


def print_by_hand(found, *, faults):
    print(f"{'by hand':16} {'number':>6} {'MRR':>6} {'nDCG@10':>8}")
    every = []
    for category, judged in found.items():
        every += judged if category != "nothing" else []
        print(_line(category, judged))
    print(_line("all that is there", every))
    keys = measures.Keys()
    for category, judged in found.items() if faults else ():
        for query, rank, gain, results in judged:
            if rank < 1 or gain < 0.8:
                print(f"\n{category}: {query['query']} ({query['language']}): {rank:.2f} {gain:.2f} {results.instead}")
                print("   expected", *(f"{each['kind']}:{each['key']}={each['grade']}" for each in query["expect"]))
                for hit in results.hits[:6]:
                    print("  ", *keys.of(hit), "|", hit.name, "|", hit.why, hit.found[:60], hit.when, hit.rank)


def _line(category, judged):
    number = len(judged)
    rank, gain = (sum(each[place] for each in judged) / max(number, 1) for place in (1, 2))
    return f"{category:16} {number:6} {rank:6.3f} {gain:8.3f}"


def print_generated(found, *, faults):
    print(f"\n{'generated':16} {'':2} {'number':>6} {'@1':>6} {'@3':>6} {'@5':>6}")
    for (way, language), places in sorted(found.items()):
        print(_shares(way, language, places))
    for way, places in measures.by_way(found).items():
        print(_shares(way, "", places))
    for (way, language), places in sorted(found.items()) if faults else ():
        for place, typed, right in places:
            if place > 3:
                print(f"{way} {language} {place}: {typed}  ({sorted(right)[:3]})")


def _shares(way, language, places):
    shares = " ".join(f"{measures.share(places, depth):6.3f}" for depth in (1, 3, 5))
    return f"{way:16} {language:2} {len(places):6} {shares}"


if __name__ == "__main__":
    main()
