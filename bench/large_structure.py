"""How long a structure of many units takes: its page, its place in the admin, a drag, a clone.

    python bench/large_structure.py [units]

Production settings, a database of its own (SQLite in a temporary folder unless DATABASE_URL names another, which must
be empty), in this process: no network, no server. Prints the median and the slowest of several runs of each, in
milliseconds, and the size of the page.
"""

import gzip
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/bench.sqlite3")
os.environ["DEBUG"] = "0"
os.environ["DJANGO_SETTINGS_MODULE"] = "oasdir.settings"


def measure(name, act, runs=7):
    """Runs `act` once to warm up, then `runs` times; prints the median and the slowest, and returns the last result."""
    times = []
    for _run in range(runs + 1):
        start = time.perf_counter()
        result = act()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{name:44} {statistics.median(times[1:]):8.0f} {max(times[1:]):8.0f}")
    return result


def main(units):
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from orgunits.models import Placement, Structure
    from orgunits.tree import trees
    from orgunits.tree.check import faults, repair
    from orgunits.tree.clone import clone
    from tests.helpers.factories import make_large_structure

    call_command("migrate", verbosity=0)
    draft = make_large_structure(units=units)
    Structure.objects.filter(pk=draft.pk).update(status=Structure.Status.DRAFT)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("bench"))

    def get(address):
        response = client.get(address)
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}")
        return response.content

    tree_list = f"/admin/orgunits/placement/?structure__id__exact={draft.pk}"
    below = Placement.objects.filter(tree_id=draft.pk, lft__gt=1)
    moved, target = below.latest("lft"), below.earliest("lft")

    def drag():
        form = {"cmd": "move_node", "cut_item": moved.pk, "pasted_on": target.pk, "position": "last-child"}
        response = client.post(tree_list, form, headers={"x-requested-with": "XMLHttpRequest"})
        if response.status_code != 200 or b"FAIL" in response.content:
            sys.exit(f"the drag answered {response.status_code}: {response.content[:200]}")

    print(f"{units} units, milliseconds{'median':>22} {'slowest':>8}")
    page = measure("the structure's page", lambda: get(f"/en/structure/?structure={draft.slug}"))
    measure("a page of the table of units", lambda: get(f"/en/units/?structure={draft.slug}"))
    measure("the tree in the admin", lambda: get(tree_list))
    measure("a drag in the admin", drag)
    measure("a move in code", lambda: trees.move(moved, target, "first-child"))
    measure("the check of the tree", lambda: faults(draft))
    measure("the repair of a sound tree", lambda: repair(draft))
    copies = iter(range(99))
    measure("a clone", lambda: clone(draft, slug=f"copy-{next(copies)}", name="Copy"))
    print(f"the structure's page: {len(page) / 1000:.0f} kB, {len(gzip.compress(page)) / 1000:.0f} kB compressed")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    FOLDER.cleanup()
