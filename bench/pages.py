"""How fast each page is beside a bare answer of Django: requests a second, as a share.

    python bench/pages.py [--database sqlite|test|system] [--pages home,units] [--project DIR] [--beside DIR]
    python bench/pages.py --size units=20000 [the same options]

Serves a copy of the checkout (this one, or DIR) with its production settings and the demo by gunicorn with two sync
workers, beside bench/bare.py, on every database that this machine has. With --beside two checkouts are measured in the
same minute, a round each in turn. With --size a large database takes the demo's place, and one client's milliseconds
that of the shares. Prints tables in Markdown; docs/performance.md says what their columns mean, and holds some.
"""

import argparse
import contextlib
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import fill
from clients import rate
from measures import CLIENTS, asked_of_database, one_client, shares
from servers import BENCH, ROOT, Gunicorn, NotRun, Site, databases, limit

PAGES = {
    "home": "/en/",
    "rich-unit": "/en/units/sedi/",
    "poor-unit": "/en/units/art-museum/",
    "structure": "/en/structure/",
    "units": "/en/units/?q=migration",
    "find": "/en/find/",
    "find-words": "/en/find/?q=migration",
    "search": "/en/search/?q=migration",
    "search-unit": "/en/search/?q=sedi",
    "suggest": "/en/search/suggest/?q=migr",
    "people": "/en/people/",
    "agreements": "/en/agreements/",
    "offices": "/en/offices/",
    "mandates": "/en/mandates/",
    "chart": "/en/chart/",
    "chart-svg": "/en/chart.svg",
    "compare": "/en/compare/?from=2008-six-secretariats&to=2015-proposal",
    "sources": "/en/sources/",
    "data-quality": "/en/data-quality/",
    "about": "/en/about/",
    "healthz": "/healthz",
}
# What bench/fill.py makes has other units and editions, and no agreements, offices, mandates and sources. {last} is the
# number of the last unit, or of the last edition, and {leaf} that of the last unit of an edition; the first is 0.
PAGES_OF_ANY_SIZE = {name: PAGES[name] for name in ("home", "structure", "chart", "chart-svg", "data-quality", "about")}
PAGES_OF_ANY_SIZE |= {
    "chart-deep": "/en/chart/?depth=5",
    "no-contact": "/en/data-quality/contact/",
    "no-contact-last": "/en/data-quality/contact/?page=9999",
    "units": "/en/units/",
    "units-last": "/en/units/?page=9999",
    "units-former": "/en/units/?standing=former",
}
PAGES_OF_SIZE = {
    "units": PAGES_OF_ANY_SIZE
    | {
        "units-words": "/en/units/?q=migration",
        "find-words": "/en/find/?q=migration",
        "search": "/en/search/?q=department",
        "top-unit": "/en/units/large-00000/",
        "leaf-unit": "/en/units/large-{last:05}/",
        "structure-branch": "/en/structure/?branch=large-00001",
        "structure-leaf": "/en/structure/?branch=large-{last:05}",
        "chart-branch": "/en/chart/?branch=large-00001&depth=5",
    },
    "editions": PAGES_OF_ANY_SIZE
    | {
        "units-words": "/en/units/?q=matter",
        "find-words": "/en/find/?q=matter",
        "search": "/en/search/?q=matter",
        "top-unit": "/en/units/gs/",
        "leaf-unit": "/en/units/unit-{leaf}/",
        "structure-branch": "/en/structure/?branch=unit-0",
        "chart-branch": "/en/chart/?branch=unit-0&depth=5",
        "editions": "/en/structures/",
        "edition": "/en/structures/edition-{last}/",
        "compare": "/en/compare/?from=edition-0&to=edition-{last}",
        "compare-form": "/en/compare/",
    },
}
MOST = {"units": 200_000, "editions": 1000}
MOST_OF_AN_EDITION = 2000


def main(arguments):
    options = read(arguments)
    found = databases()
    for name in options.databases or found:
        if name not in found:
            sys.exit(f"No {name} database on this machine")
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="oasdir-bench-")))
            description, make_database = stack.enter_context(found[name](folder))
            print(f"\n**{description}**, {' / '.join(map(commit, options.projects))}\n", flush=True)
            sites = [
                serve(project, folder / f"site{number}", make_database(f"bench{number}"), options.size, stack)
                for number, project in enumerate(options.projects)
            ]
            if options.size:
                print_times(sites, options)
            else:
                print_shares(sites, options, stack)


def read(arguments):
    """The options, none of which can make this run without end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    checkout = {"action": "append", "type": lambda text: Path(text).resolve(), "default": [], "metavar": "DIR"}
    parser.add_argument("--project", help="the checkout to measure; this one by default", **checkout)
    parser.add_argument("--beside", help="a second checkout, measured in turn with the first", **checkout)
    parser.add_argument("--database", choices=("sqlite", "test", "system"), action="append", dest="databases")
    parser.add_argument("--pages", help=f"only these, separated by commas: {', '.join(PAGES)}")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 51), metavar="1…50")
    parser.add_argument("--seconds", type=float, default=1.5, help="of a page in one round, at most 30")
    parser.add_argument("--size", help="units=20000, editions=200x500: a large database in the demo's place")
    options = parser.parse_args(arguments)
    if not 0.1 <= options.seconds <= 30:
        parser.error("--seconds: from 0.1 to 30")
    known = PAGES
    if options.size:
        noun, count, units = read_size(options.size, parser)
        numbers = {"last": count - 1, "leaf": units - 2}  # one stands at the top, without a number
        known = {name: address.format(**numbers) for name, address in PAGES_OF_SIZE[noun].items()}
    names = options.pages.split(",") if options.pages else known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"--pages: no {', '.join(unknown)}; there are {', '.join(known)}")
    options.pages = {name: known[name] for name in names}
    options.projects = (options.project or [ROOT]) + options.beside
    if len(options.projects) > 2:
        parser.error("--project, --beside: two checkouts at most")
    if nothing := [str(each) for each in options.projects if not (each / "manage.py").exists()]:
        parser.error(f"no checkout in {', '.join(nothing)}")
    return options


def read_size(size, parser):
    """("editions", 200, 500) of editions=200x500: a noun, how many, and how many units an edition has."""
    noun, _, numbers = size.partition("=")
    count, times, units = numbers.partition("x")
    within = count.isdecimal() and 0 < int(count) <= MOST.get(noun, 0)
    if times:
        within = within and noun == "editions" and units.isdecimal() and 1 < int(units) <= MOST_OF_AN_EDITION
    if not within:
        known = [*(f"{noun}=1…{most}" for noun, most in MOST.items()), f"editions=…x2…{MOST_OF_AN_EDITION}"]
        parser.error(f"--size: {' or '.join(known)}")
    return noun, int(count), int(units or fill.UNITS)


def commit(project):
    told = subprocess.run(["git", "-C", project, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return told.stdout.strip() or project.name


def serve(project, folder, database, filled, stack):
    site = Site(project, folder, database)
    try:
        site.prepare(filled)
    except (NotRun, subprocess.TimeoutExpired) as reason:
        sys.exit(str(reason))
    limit(database)
    stack.callback(site.stop)
    site.start()
    return site


# --- the tables ---


def print_shares(sites, options, stack):
    bare = Gunicorn(BENCH, "bare:application")
    stack.callback(bare.stop)
    bare.start()
    rate(bare.port, "/", seconds=1, clients=CLIENTS)  # to warm up
    two = len(sites) > 1
    names = ("share, %", *(["second/first"] if two else []), "CPU ms", *(["second/first"] if two else []))
    print_head("page", *names, "ms", "statements", "text kB", "database ms", "kB", "sent kB")
    everything = {}
    for name, address in options.pages.items():
        asked = asked_of_database(sites, address)
        alone = one_client(sites, address)
        found, of_bare = shares(bare, sites, address, alone, rounds=options.rounds, seconds=options.seconds)
        print_row(
            name,
            cell(found, "shares", median_share),
            *([ratio(found, "shares")] if two else []),
            cell(found, "cpu", lambda rounds: number(statistics.median(rounds))),
            *([ratio(found, "cpu")] if two else []),
            cell(alone, "ms"),
            cell(asked, "statements", str),
            *(cell(asked, key) for key in ("text_kB", "ms")),
            *(cell(alone, key) for key in ("kB", "sent")),
        )
        for key, values in of_bare.items():
            everything.setdefault(key, []).extend(values)
    memory = " / ".join(f"{max(site.workers_megabytes()):.0f} MB" for site in sites)
    print(f"\nMemory of a worker after all pages: {memory}.", end=" ")
    if rates := everything["rates"]:
        cpu, clients = (statistics.median(everything[key]) for key in ("cpu", "clients"))
        print(f"The bare view: {statistics.median(rates):,.0f} requests a second (from {min(rates):,.0f} to", end=" ")
        print(f"{max(rates):,.0f}), {cpu:.2f} CPU ms each; meanwhile the clients took {clients:.0%} of a core.")


def print_times(sites, options):
    print_head("page", "ms", "kB", "sent kB")
    for name, address in options.pages.items():
        found = one_client(sites, address)
        print_row(name, *(cell(found, key) for key in ("ms", "kB", "sent")))


def ratio(found, key):
    """The second checkout's value by the first's, round by round."""
    first, second = (page.get(key, ()) for page in found)
    rounds = [after / before for before, after in zip(first, second, strict=False) if before]
    return f"{statistics.median(rounds):.2f}" if rounds else "–"


def median_share(rounds):
    """The median of the rounds, with the lowest and the highest."""
    return f"{percent(statistics.median(rounds))} ({percent(min(rounds))}–{percent(max(rounds))})"


def cell(found, key, written=None):
    """What was found for each checkout, or why not; once where they agree."""
    written = written or number
    texts = [written(each[key]) if key in each else each.get("fault", "–") for each in found]
    return texts[0] if len(set(texts)) == 1 else " / ".join(texts)


def number(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def percent(value):
    return f"{value * 100:.0f}" if value >= 0.1 else f"{value * 100:.2f}" if value >= 0.0005 else f"{value * 100:.4f}"


def print_head(*names):
    print_row(*names)
    print_row("---", *["--:"] * (len(names) - 1))


def print_row(*cells):
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that servers and folders go, too
    main(sys.argv[1:])
