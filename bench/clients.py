"""Who asks: some clients, each with one request after the other, each request on a connection of its own.

They speak HTTP/1.0 through a plain socket, as a proxy speaks to gunicorn: a sync worker closes the connection after
each answer, and whatever a client spends on it the server on the same machine has to do without. They accept gzip, as
browsers do. They are threads of this program, and ask 127.0.0.1 only.
"""

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor

LONGEST = 60  # seconds that one answer may take


class NoAnswer(Exception):
    """Why a page can't be measured, in a few words."""


def ask(port, address, longest=LONGEST):
    """The body of the answer as it was sent, and whether it is compressed."""
    ends = time.monotonic() + longest
    request = (
        f"GET {address} HTTP/1.0\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
        "Accept: text/html\r\nAccept-Encoding: gzip\r\n\r\n"
    )
    received = bytearray()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=longest) as connection:
            connection.sendall(request.encode())
            while part := connection.recv(1 << 18):
                received += part
                connection.settimeout(max(0.001, ends - time.monotonic()))
    except TimeoutError:
        raise NoAnswer(f"over {longest} s") from None
    except OSError as error:
        raise NoAnswer(f"no answer ({error.strerror})") from None
    head, _, body = received.partition(b"\r\n\r\n")
    if (status := bytes(head[9:12])) != b"200":
        raise NoAnswer(f"answered {status.decode() or 'nothing'}")
    return bytes(body), b"\r\ncontent-encoding: gzip" in head.lower()


def size(body, compressed):
    """Bytes of the answer, and bytes that were sent."""
    return len(gzip.decompress(body) if compressed else body), len(body)


def rate(port, address, *, seconds, clients):
    """Answers a second, and their number. Each client asks at least once, and begins no request after `seconds`."""
    start = time.monotonic()

    def client():
        count = 0
        while not count or time.monotonic() < start + seconds:
            ask(port, address)
            count += 1
        return count

    with ThreadPoolExecutor(clients) as pool:
        count = sum(each.result() for each in [pool.submit(client) for _client in range(clients)])
    return count / (time.monotonic() - start), count
