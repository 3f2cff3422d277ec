"""What is measured of one page: its share of the bare view's requests, one client's time, its statements.

Each function takes all checkouts (one or two) and asks them in turn, so that whatever else the machine does meanwhile
slows all alike. It returns one dictionary a checkout, with a "fault" where the page could not be measured.
"""

import json
import statistics
import subprocess
import time

from clients import NoAnswer, ask, rate, size
from servers import BENCH, WORKERS

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
    """Requests a second by the bare view's, one number a round.

    Then the bare view's requests a second, and the part of a core that the clients took for them. `alone` is what
    one_client() found. A page slower than a round is asked by no more clients than there are workers.
    """
    found = [{key: page[key] for key in ("fault",) if key in page} for page in alone]
    rates, spent = [], []
    start = time.monotonic()
    for number in range(rounds):
        if all("fault" in page for page in found):
            break
        if number and time.monotonic() - start > BUDGET * len(sites):
            break
        wall, cpu = time.monotonic(), time.process_time()
        rates.append(rate(bare.port, "/", seconds=seconds / 4, clients=CLIENTS))
        spent.append((time.process_time() - cpu) / (time.monotonic() - wall))
        for site, page, one in zip(sites, found, alone, strict=True):
            if "fault" not in page:
                clients = WORKERS if one["ms"] > seconds * 1000 else CLIENTS
                try:
                    of_page = rate(site.port, address, seconds=seconds, clients=clients)
                except NoAnswer as fault:
                    page["fault"] = str(fault)
                    site.restart()
                else:
                    page.setdefault("shares", []).append(of_page / rates[-1])
    return found, rates, spent


def asked_of_database(sites, address):
    """Number of statements, kilobytes of their text, milliseconds in them, each counted by a process of its own."""
    found = []
    for site in sites:
        try:
            found.append(json.loads(site.run(BENCH / "statements.py", address, longest=LONGEST_STATEMENTS)))
        except subprocess.TimeoutExpired:
            found.append({"fault": f"over {LONGEST_STATEMENTS} s"})
    return found
