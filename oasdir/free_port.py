"""Whether a port of this machine is free: python oasdir/free_port.py PORT [COMMAND...]

With a command it takes the port and hands it over to the command, so that nobody else takes it in between. It needs
nothing but Python, since `make demo` asks before anything is installed.
"""

import os
import socket
import sys


def main(port, *command):
    if not (port.isdigit() and 0 < int(port) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not '{port}'.")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", int(port)))
        if command:
            listener.listen(2048)
    except OSError as error:
        sys.exit(
            f"Port {port} of 127.0.0.1 can't be used ({error.strerror}). Is the demo already running? "
            "Else choose another: make demo PORT=8001"
        )
    if command:
        print(f"The directory is at http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
        listener.set_inheritable(True)
        os.execvp(command[0], [*command, "--bind", f"fd://{listener.fileno()}"])


if __name__ == "__main__":
    main(*sys.argv[1:])
