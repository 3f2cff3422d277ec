"""manage.py failed_searches: what readers looked for in vain."""

import gzip
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

LINE = "search without a result [en]: fisheries\n"


def run(*files):
    out = StringIO()
    call_command("failed_searches", *map(str, files), stdout=out)
    return out.getvalue().splitlines()


def test_files_and_compressed_files_are_counted_together(tmp_path):
    plain, packed = tmp_path / "directory.log", tmp_path / "directory.log.1.gz"
    plain.write_text(LINE * 2 + "search without a result [es]: pesca\n" * 3, encoding="utf-8")
    with gzip.open(packed, "wt") as file:
        file.write(LINE * 10)

    assert run(plain, packed) == ["times  page  words", "   12  en    fisheries", "    3  es    pesca"]


def test_bytes_that_are_no_text_are_passed_over(tmp_path):
    log = tmp_path / "directory.log"
    log.write_bytes(b"\xff\xfe\x00\n" + LINE.encode() * 3)

    assert run(log) == ["times  page  words", "    3  en    fisheries"]


def test_nothing_seen_often_is_said(tmp_path):
    log = tmp_path / "directory.log"
    log.write_text(LINE * 2)

    assert run(log) == ["No search without a result was seen 3 times or more."]


@pytest.mark.parametrize("make", ["missing", "folder", "no gzip", "cut gzip"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, make):
    file = tmp_path / ("log.gz" if "gzip" in make else "log")
    if make == "folder":
        file.mkdir()
    elif make == "no gzip":
        file.write_text(LINE)
    elif make == "cut gzip":
        file.write_bytes(gzip.compress(LINE.encode() * 1000)[:40])

    with pytest.raises(CommandError, match=r"log(\.gz)? can't be read: .+\."):
        run(file)
