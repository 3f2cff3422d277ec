"""Print the newest Python of this machine, 3.12 or later: python tests/newest_python.py

Those of pyenv (PYENV_VERSION chooses among them), and python3.12 and up on PATH. One counts if its `--version` answers
with a release. Where there is none, that is said, and is a failure.
"""

import os
import re
import shutil
import subprocess
import sys

OLDEST = (3, 12)
LATER = range(12, 30)  # python3.12 …


def main():
    found = {}
    for command, version in candidates():
        if (answer := answered(command, version, "--version")) and (release := release_of(answer)) >= OLDEST:
            found[release] = answered(command, version, "-c", "import sys; print(sys.executable)")
    if not found:
        sys.exit(f"No Python {'.'.join(map(str, OLDEST))} or later is here: none answered to --version.")
    print(found[max(found)])


def candidates():
    """(command, PYENV_VERSION or None) of whatever may be a Python."""
    for minor in reversed(LATER):
        if shutil.which(f"python3.{minor}"):
            yield f"python3.{minor}", None
    if shutil.which("pyenv"):
        for name in (answered("pyenv", None, "versions", "--bare") or "").split():
            if re.fullmatch(r"3\.\d+\.\d+", name):
                yield f"python{name.rpartition('.')[0]}", name


def answered(command, version, *arguments):
    """What it prints; None where it fails, as pyenv's shims do for a version that is not chosen."""
    environment = {**os.environ, **({"PYENV_VERSION": version} if version else {})}
    try:
        done = subprocess.run([command, *arguments], env=environment, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def release_of(answer):
    """Its number; of “Python 3.15.0rc1”, which is not released, none."""
    numbers = re.fullmatch(r"Python (\d+)\.(\d+)\.(\d+)", answer)
    return tuple(map(int, numbers.groups())) if numbers else ()


if __name__ == "__main__":
    main()
