"""Debian's nginx, HAProxy and Apache, each with the configuration that docs/proxies/ gives, on ports of their own."""

import contextlib
import http.client
import os
import random
import shutil
import socket
import ssl
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = {"nginx": "nginx", "haproxy": "haproxy", "apache": "apache2"}
CONFIGURATIONS = {"nginx": "nginx.conf", "haproxy": "haproxy.cfg", "apache": "apache.conf"}
NAME = "directory.example.org"
SITE = "127.0.0.1:8000"
MODULES = ["mpm_event", "authz_core", "alias", "headers", "proxy", "proxy_http", "socache_shmcb", "ssl"]

# What the system's own configuration has around ours, less its folders.
NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
user {user};
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {ours};
}}
"""
APACHE = """
{modules}
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
ErrorLog {folder}/error.log
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{{Referer}}i\\" \\"%{{User-Agent}}i\\"" combined
User {user}
Group #65534
Listen {http}
Listen {https}
Include {ours}
"""


def program(proxy):
    return shutil.which(PROGRAMS[proxy], path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def has_ipv6():
    """Whether this machine has an address of its own in IPv6, which some containers lack."""
    try:
        with socket.socket(socket.AF_INET6) as attempt:
            attempt.bind(("::1", 0))
    except OSError:
        return False
    return True


def free_ports(number):
    """Below those that the system gives to connections, which would take one before its server does."""
    found = []
    while len(found) < number:
        port = random.randrange(10_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("", port)):
            found.append(port)
    return found


def certificate(folder):
    command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    files = ["-keyout", folder / "directory.key", "-out", folder / "directory.crt"]
    subprocess.run([*command, *files, "-days", "2", "-subj", f"/CN={NAME}"], check=True, capture_output=True)
    both = (folder / "directory.crt").read_text() + (folder / "directory.key").read_text()
    (folder / "directory.pem").write_text(both)


def replaced(text, changes):
    """The text with each word replaced; one that isn't there would leave the system's own in its place."""
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, str(after))
    return text


def without(text, *words):
    """The lines in which one of these words is are left out."""
    for word in words:
        assert word in text, word
    return "".join(line for line in text.splitlines(keepends=True) if not any(word in line for word in words))


@dataclass
class Proxy:
    kind: str
    folder: Path
    http: int
    https: int

    def get(self, path, headers=(), *, source="127.0.0.1", tls=True, method="GET", body=None):
        """(status, headers, body) of one request from that address of this machine."""
        host = "::1" if ":" in source else "127.0.0.1"
        options = {"timeout": 20, "source_address": (source, 0)}
        if tls:
            options["context"] = ssl._create_unverified_context()
        connect = http.client.HTTPSConnection if tls else http.client.HTTPConnection
        connection = connect(host, self.https if tls else self.http, **options)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True)
            sent = [("Host", NAME), *headers]
            for name, value in sent if body is None else [*sent, ("Content-Length", str(len(body)))]:
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def raw(self, text, *, tls=False):
        """The beginning of what it answers to exactly this."""
        with contextlib.ExitStack() as open_:
            connection = socket.create_connection(("127.0.0.1", self.https if tls else self.http), timeout=20)
            connection = open_.enter_context(connection)
            if tls:
                connection = open_.enter_context(ssl._create_unverified_context().wrap_socket(connection))
            with contextlib.suppress(OSError):  # it may answer before it has all
                connection.sendall(text.encode())
            return connection.recv(100)


@contextlib.contextmanager
def running(kind, folder, certificates, *, site, is_inner=False, port=None):
    """The proxy in front of the site's port; `is_inner` behind another one that ends TLS."""
    folder.mkdir()
    http_port, https_port = free_ports(2)
    ours = (ROOT / "docs/proxies" / CONFIGURATIONS[kind]).read_text(encoding="utf-8")
    files = {"/etc/ssl/directory.pem": certificates / "directory.pem"}
    files["/etc/ssl/directory.key"] = certificates / "directory.key"
    if kind == "haproxy":
        files = {"/etc/haproxy/directory.pem": certificates / "directory.pem"}
    logs = {"nginx": "/var/log/nginx", "apache": "/var/log/apache2"}
    changes = {SITE: f"127.0.0.1:{site}", **files}
    if kind in logs:
        changes[logs[kind]] = folder
    ports = {
        "nginx": {"listen 80;": "listen {http};", "[::]:80;": "[::]:{http};", "listen 443": "listen {https}"}
        | {"[::]:443": "[::]:{https}"},
        "haproxy": {":::80 ": ":::{http} ", ":::443 ": ":::{https} ", "/dev/log local0": "stdout format raw local0"},
        "apache": {"*:80>": "*:{http}>", "*:443>": "*:{https}>"},
    }[kind]
    changes |= {before: after.format(http=http_port, https=https_port) for before, after in ports.items()}
    ours = replaced(ours, changes)
    if is_inner:
        ours = {
            "nginx": lambda: replaced(ours, {"$scheme;": "$http_x_forwarded_proto;"}),
            "haproxy": lambda: without(ours, "set-header X-Forwarded-Proto"),
            "apache": lambda: without(ours, "    SSL", "X-Forwarded-Proto"),
        }[kind]()
    path = folder / CONFIGURATIONS[kind]
    path.write_text(ours)
    user = "root" if os.geteuid() == 0 else "nobody"
    if kind == "nginx":
        around = NGINX.format(folder=folder, ours=path, user=user)
    elif kind == "apache":
        loads = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
        around = APACHE.format(folder=folder, ours=path, modules=loads, http=http_port, https=https_port, user="nobody")
    if kind != "haproxy":
        path = folder / "around.conf"
        path.write_text(around)
    arguments = {
        "nginx": ["-p", folder, "-c", path],
        "haproxy": ["-db", "-f", path],
        "apache": ["-D", "FOREGROUND", "-f", path],
    }[kind]
    with (folder / "output.log").open("w") as output:
        process = subprocess.Popen([program(kind), *arguments], stdout=output, stderr=subprocess.STDOUT)
        try:
            # As an inner one Apache speaks plainly where TLS was.
            inner_port = https_port if kind == "apache" else http_port
            wait_for(inner_port, process, folder / "output.log")
            yield Proxy(kind, folder, inner_port if is_inner else http_port, https_port)
        finally:
            process.terminate()
            process.wait(20)


def logged(folder, last):
    """The lines of all its logs, once they hold `last`: a line is written after its answer."""
    for _try in range(100):
        text = "".join(each.read_text(errors="replace") for each in folder.glob("*.log"))
        if last in text:
            return text.splitlines()
        time.sleep(0.05)
    raise AssertionError(text)


def wait_for(port, process, output):
    for _try in range(200):
        assert process.poll() is None, output.read_text()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(output.read_text())
