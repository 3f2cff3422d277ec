"""Runs a command when no other of this checkout runs: python oasdir/one_at_a_time.py COMMAND...

Two demos that start at once install, migrate and load one after the other. The command keeps the lock, however it ends.
It needs nothing but Python, since `make demo` asks before anything is installed.
"""

import fcntl
import os
import signal
import sys


def main(*command):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.makedirs("var", exist_ok=True)
    lock = os.open("var/demo.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another 'make demo' is at work in this folder; waiting for it ...", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    os.set_inheritable(lock, True)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
