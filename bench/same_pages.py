"""Compares all pages of two checkouts of the project: what has a reader or an editor to see that is not the same?

    python bench/same_pages.py BEFORE AFTER [--out FOLDER] [--keep-before] [--some] [--looks]

BEFORE and AFTER are directories with a `.venv`, such as two git worktrees. Each gets a demo database of its own, made
by its own manage.py, and is asked for every public address in both languages and for the admin's lists and forms
(bench/same_checkout.py says which), without a server. What is compared is in bench/same_trees.py: the parsed page,
white space as CSS takes it. Statuses and headers are compared too, data byte by byte.

Differences are grouped by what they are, each with a few addresses; the whole of them is in FOLDER/differences.txt
(FOLDER: a temporary one unless named). Ends with 1 where there is a difference, else with 0. `--keep-before` takes
BEFORE's answers from an earlier run with the same FOLDER and the same scope, which halves the time. `--some` asks for
a few records of each kind only. `--looks` takes pictures, too, and compares them (bench/same_looks.py).
"""

import argparse
import difflib
import json
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import same_looks
import same_trees
from same_checkout import run_in

ADDRESSES_SHOWN = 3
KINDS_SHOWN = 40
NOT_ASKED = {"status": None, "headers": {}, "text": ""}


def main():
    arguments = parsed_arguments()
    out = arguments.out or Path(tempfile.mkdtemp(prefix="same-pages-"))
    start = time.monotonic()
    sides = {"before": arguments.before.resolve(), "after": arguments.after.resolve()}
    before, after = answers_of_both(sides, out, keep_before=arguments.keep_before, some=arguments.some)
    asked = time.monotonic() - start
    found = differences(before, after)
    report(found, out / "differences.txt")
    seconds = f"{asked:.0f} s to ask, {time.monotonic() - start - asked:.0f} s to compare"
    print(f"{len(before | after)} addresses, {sum(map(len, found.values()))} differences ({seconds}); all in {out}")
    if arguments.looks:
        seen, number = same_looks.differences(sides, out, keep_before=arguments.keep_before)
        for name, what in seen:
            print(f"== {name}: {what}")
        print(f"{number} pictures, {len(seen)} differ ({time.monotonic() - start:.0f} s in all); see {out / 'looks'}")
    sys.exit(bool(found) or arguments.looks and bool(seen))


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--out", type=Path, help="folder for answers and differences")
    parser.add_argument("--keep-before", action="store_true", help="BEFORE's answers are in the folder already")
    parser.add_argument("--some", action="store_true", help="a few records of each kind")
    parser.add_argument("--looks", action="store_true", help="pictures, too")
    return parser.parse_args()


# --- asking ---


def answers_of_both(sides, out, *, keep_before, some):
    """{address: answer} of each checkout; where only one has found an address, the other is asked for it too."""
    crawl = "crawl-some" if some else "crawl"
    with ThreadPoolExecutor() as pool:
        made = {
            side: pool.submit(first_answers, checkout, out / side, crawl, keep_before and side == "before")
            for side, checkout in sides.items()
        }
        answers = {side: future.result() for side, future in made.items()}
    for side, other in (("before", "after"), ("after", "before")):
        if missing := sorted(answers[other].keys() - answers[side].keys()):
            (out / side / "missing.json").write_text(json.dumps(missing))
            run_in(sides[side], out / side, "ask", str(out / side / "missing.json"))
            asked = read(out / side)
            answers[side] |= {each: asked.get(each, NOT_ASKED) | {"linked": False} for each in missing}
    return answers["before"], answers["after"]


def first_answers(checkout, folder, crawl, is_there):
    if not (is_there and (folder / "answers.jsonl").exists()):
        for file in folder.glob("*.sqlite3*"):
            file.unlink()
        shutil.rmtree(folder / "documents", ignore_errors=True)
        run_in(checkout, folder, "manage", "migrate", "--verbosity=0")
        run_in(checkout, folder, "manage", "load_demo")
        run_in(checkout, folder, crawl)
    return read(folder)


def read(folder):
    with (folder / "answers.jsonl").open() as file:
        return {answer.pop("address"): answer for answer in map(json.loads, file)}


# --- comparing ---


def differences(before, after):
    """{what differs, as lines: [the addresses]}."""
    pairs = [(address, before[address], after[address]) for address in before]
    found = defaultdict(list)
    with ProcessPoolExecutor() as pool:
        for (address, *_both), kinds in zip(pairs, pool.map(compared, pairs, chunksize=50), strict=True):
            for kind in kinds:
                found[kind].append(address)
    return found


def compared(pair):
    """What differs between two answers: a list of pieces of a diff."""
    _address, one, two = pair
    if one == two:
        return []
    kinds = []
    for answer, side in ((one, "AFTER"), (two, "BEFORE")):
        if answer.get("linked") is False:
            kinds.append(f"no page of {'BEFORE' if side == 'AFTER' else 'AFTER'} links to it, one of {side} does")
    if one["status"] != two["status"]:
        kinds.append(f"- status {one['status']}\n+ status {two['status']}")
    for name in sorted(one["headers"].keys() | two["headers"].keys()):
        if one["headers"].get(name) != two["headers"].get(name):
            kinds.append(f"- {name}: {one['headers'].get(name)}\n+ {name}: {two['headers'].get(name)}")
    if one["headers"].get("Content-Type") == "application/pdf" and "bytes" in two:
        pass  # the names of the fonts in it are others each time
    elif one.get("bytes") != two.get("bytes") or ("text" in one) != ("text" in two):
        kinds.append("bytes differ")
    elif one.get("text") != two.get("text"):
        kinds += pieces(*lines_of_both(one, two))
    return kinds


def lines_of_both(one, two):
    texts = [one["text"], two["text"]]
    types = {answer["headers"].get("Content-Type", "").partition(";")[0] for answer in (one, two)}
    if types <= {"text/html", "image/svg+xml"}:
        lines = [same_trees.by_tokens(text) for text in texts]
        return lines if lines[0] == lines[1] else [same_trees.by_tree(text) for text in texts]
    return [text.splitlines(keepends=True) for text in texts]


def pieces(one, two):
    """The places at which two lists of lines differ, each as a short diff with the line before it."""
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=max(len(one), len(two)) > 5000)
    for operation, first, last, first_after, last_after in matcher.get_opcodes():
        if operation != "equal":
            lines = [f"  {one[first - 1].strip()}"] if first else []
            lines += [f"- {shown(line)}" for line in one[first:last]]
            lines += [f"+ {shown(line)}" for line in two[first_after:last_after]]
            yield "\n".join(lines)


def shown(line):
    """A line with the space at its end made visible."""
    line = line.rstrip("\r\n")
    return f"{line[:-1]}␣" if line.endswith(" ") else line


def report(found, path):
    """All differences into the file, the most frequent ones onto the screen."""
    kinds = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    with path.open("w") as file:
        for kind, addresses in kinds:
            file.write(f"== {len(addresses)} addresses\n{kind}\n" + "".join(f"   at {each}\n" for each in addresses))
    for kind, addresses in kinds[:KINDS_SHOWN]:
        more = f" and {len(addresses) - ADDRESSES_SHOWN} more" if len(addresses) > ADDRESSES_SHOWN else ""
        print(f"== {len(addresses)} × at {'  '.join(addresses[:ADDRESSES_SHOWN])}{more}")
        lines = kind.splitlines()
        print("\n".join(line[:300] for line in lines[:12]) + ("\n  …" if len(lines) > 12 else ""))
    if len(kinds) > KINDS_SHOWN:
        print(f"… and {len(kinds) - KINDS_SHOWN} more kinds of differences")


if __name__ == "__main__":
    main()
