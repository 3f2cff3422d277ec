"""The PostgreSQL that Debian installs, with its own defaults: it compiles queries (JIT), which the tests' server can't.

Home took 23 s there, 22 of them to compile one query. What a page costs is counted in processor time, the database's
included, so that a busy machine doesn't matter.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import with_postgres
from tests.helpers.missing import not_tested
from tests.helpers.processes import TABLES

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    "",
    "structure/",
    "units/",
    "units/sedi/",
    "agreements/",
    "offices/",
    "mandates/",
    "posts/",
    "sources/",
    "about/",
]
MOST = 1  # second

VISIT = """
import json, os, sys, time
import django
django.setup()
from django.db import connection
from django.test import Client

def seconds(server):
    fields = open(f"/proc/{server}/stat").read().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

client, found = Client(), {}
with connection.cursor() as cursor:
    cursor.execute("SELECT boot_val, setting FROM pg_settings WHERE name = 'jit'")
    found["jit"] = cursor.fetchone()
for page in sys.argv[1:]:
    times = []
    for visit in range(2):
        connection.ensure_connection()
        server = connection.connection.info.backend_pid
        start = seconds(server)
        assert client.get(f"/en/{page}", headers={"host": "localhost"}).status_code == 200
        times.append(seconds(server) - start)
    found[page] = min(times)
print(json.dumps(found))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts processor time as Linux does")
def test_no_page_takes_a_second_where_postgresql_compiles_queries(capsys):
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        not_tested("the speed on the system's PostgreSQL", "none is in /usr/lib/postgresql", capsys)
    with with_postgres.server(programs[-1], options="") as url:
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "oasdir.settings", "HTTPS": "0"}

        def run(*command):
            return subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
            ).stdout

        run("-c", f"import django; django.setup(){TABLES}")
        run("manage.py", "loaddata", "--verbosity", "0", *sorted(map(str, (ROOT / "fixtures").glob("*.json"))))
        found = json.loads(run("-c", VISIT, *PAGES))

    assert found.pop("jit") == ["on", "off"]
    assert {page: seconds for page, seconds in found.items() if seconds > MOST} == {}
