"""What is measured of one page: its share of the bare view's requests, one client's time, its statements.

Each function takes all checkouts (one or two) and asks them in turn, so that whatever else the machine does meanwhile
slows all alike. It returns one dictionary a checkout, with a "fault" where the page could not be measured.
"""

import json
import statistics
import subprocess
import time

from clients import NoAnswer, ask, rate, size
from servers import BENCH, WORKERS, NotRun

CLIENTS = 4
RUNS = 7  # of one client alone
BUDGET = 60  # seconds for one page of one checkout, after which no further round begins
LONGEST_STATEMENTS = 150  # seconds for the four visits of bench/statements.py


def one_client(sites, address):
    """Median milliseconds, and kilobytes whole and as sent; the first visit is to warm up."""
    found, times = [{} for _site in sites], [[] for _site in sites]
    start = time.monotonic()
    for run in range(RUNS + 1):
        if run and time.monotonic() - start > BUDGET / 2 * len(sites):
            break
        for site, page, taken in zip(sites, found, times, strict=True):
            if "fault" not in page:
                begun = time.perf_counter()
                try:
                    answer = ask(site.port, address)
                except NoAnswer as fault:
                    page["fault"] = str(fault)
                    site.restart()
                    continue
                taken.append((time.perf_counter() - begun) * 1000)
                page["ms"] = statistics.median(taken[1:] or taken)
                page["kB"], page["sent"] = (each / 1000 for each in size(*answer))
    return found


def shares(bare, sites, address, alone, *, rounds, seconds):
    """A round each: requests a second by the bare view's, and milliseconds of processor time a request.

    Then the same of the bare view, with the part of a core that the clients took. `alone` is what one_client() found. A
    page slower than a round is asked by no more clients than there are workers.
    """
    found = [{key: page[key] for key in ("fault",) if key in page} for page in alone]
    of_bare = {"rates": [], "cpu": [], "clients": []}
    start = time.monotonic()
    for number in range(rounds):
        if all("fault" in page for page in found):
            break
        if number and time.monotonic() - start > BUDGET * len(sites):
            break
        wall, own = time.monotonic(), time.process_time()
        bare_rate, cpu = one_round(bare, "/", seconds=seconds / 4, clients=CLIENTS)
        of_bare["clients"].append((time.process_time() - own) / (time.monotonic() - wall))
        of_bare["rates"].append(bare_rate)
        of_bare["cpu"].append(cpu)
        for site, page, one in zip(sites, found, alone, strict=True):
            if "fault" not in page:
                clients = WORKERS if one["ms"] > seconds * 1000 else CLIENTS
                try:
                    page_rate, cpu = one_round(site, address, seconds=seconds, clients=clients)
                except NoAnswer as fault:
                    page["fault"] = str(fault)
                    site.restart()
                else:
                    page.setdefault("shares", []).append(page_rate / bare_rate)
                    page.setdefault("cpu", []).append(cpu)
    return found, of_bare


def one_round(server, address, **how):
    """Requests a second, and milliseconds of processor time that each took of the workers and the database."""
    before = server.cpu_seconds()
    found, count = rate(server.port, address, **how)
    spent = sum(seconds - before.get(process, 0) for process, seconds in server.cpu_seconds().items())
    return found, spent / count * 1000


def asked_of_database(sites, address):
    """Number of statements, kilobytes of their text, milliseconds in them, each counted by a process of its own."""
    found = []
    for site in sites:
        try:
            found.append(json.loads(site.run(BENCH / "statements.py", address, longest=LONGEST_STATEMENTS)))
        except subprocess.TimeoutExpired:
            found.append({"fault": f"over {LONGEST_STATEMENTS} s"})
        except NotRun:
            found.append({"fault": "failed"})
    return found
