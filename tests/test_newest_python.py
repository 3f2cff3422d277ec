"""Which Python `make test-newest` takes (tests/newest_python.py)."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

PROGRAM = Path(__file__).with_name("newest_python.py")


@pytest.fixture
def folder(tmp_path):
    """A folder of programs, the only one on PATH."""
    return tmp_path


def python(folder, name, says, *, at="/bin/sh"):
    """A program that answers to --version, and otherwise prints where it is."""
    program(folder, name, f'[ "$1" = --version ] && echo "{says}" || echo {at}')


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def newest(folder):
    return subprocess.run([sys.executable, PROGRAM], env={"PATH": str(folder)}, capture_output=True, text=True)


def test_the_newest_that_answers_is_taken(folder):
    python(folder, "python3.12", "Python 3.12.1", at="/the/older")
    python(folder, "python3.13", "Python 3.13.0", at="/the/newer")
    program(folder, "python3.14", "echo 'pyenv: python3.14: command not found' >&2; exit 127")
    python(folder, "python3.15", "Python 3.15.0rc1", at="/not/released")

    assert newest(folder).stdout == "/the/newer\n"


def test_pyenv_s_are_asked_by_their_versions(folder):
    program(folder, "pyenv", 'printf "3.11.7\\n3.12.1\\n3.13.0\\n3.12.1/envs/mine\\npypy3.10-7.3\\n"')
    for name, version in [("python3.12", "3.12.1"), ("python3.13", "3.13.0")]:
        answers = f'[ "$1" = --version ] && echo Python {version} || echo /{version}'
        program(folder, name, f'[ "$PYENV_VERSION" = {version} ] || exit 127\n{answers}')

    assert newest(folder).stdout == "/3.13.0\n"


@pytest.mark.parametrize("found", [{}, {"python3.11": "Python 3.11.7"}, {"python3.12": "Python 3.11.7"}])
def test_none_is_a_failure(folder, found):
    for name, says in found.items():
        python(folder, name, says)

    done = newest(folder)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "No Python 3.12 or later is here: none answered to --version.\n"
