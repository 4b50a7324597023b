"""Serves one sample portal on 127.0.0.1, with only the standard library's HTTP server.

The server owns what belongs to sockets (keep-alive, lengths, counting, a clean end); what is answered
is the site's business. ``python -m crawler.samples.server [NAME ...]`` serves until it is interrupted.
"""

import argparse
import contextlib
import errno
import os
import signal
import socket
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import unquote_to_bytes

from crawler.samples.registry import SAMPLES, build
from crawler.samples.site import Ask, Reply, Site

HOST = "127.0.0.1"
LARGEST_BODY = 1 << 20


class _Http(ThreadingHTTPServer):
    """The listening socket, and the open connections, so that stopping ends those too."""

    daemon_threads = True
    request_queue_size = 128
    # On Windows the option would let two servers take one port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, owner: "Server", port: int) -> None:
        self.owner = owner
        self.lock = threading.Lock()
        self.connections: set[socket.socket] = set()
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Binds without the look-up of the host's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no event; anything else is told by the failing test."""


class _Handler(BaseHTTPRequestHandler):
    """One connection: turns requests into ``Ask`` and ``Reply`` into bytes."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Http

    def setup(self) -> None:
        """Remembers the connection."""
        super().setup()
        with self.server.lock:
            self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forgets the connection; a client that left before the answer is no error."""
        with self.server.lock:
            self.server.connections.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def version_string(self) -> str:
        """What the Server header says."""
        return "Apache"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        """Says nothing: ``Server.log`` holds what was asked."""

    def do_GET(self) -> None:
        """Answers by the site."""
        length = self.headers.get("Content-Length") or "0"
        if not (length.isascii() and length.isdigit() and int(length[:9]) <= LARGEST_BODY):
            self.close_connection = True
            self._send(Reply(400, b"Bad Request", {"Content-Type": "text/plain"}))
            return
        body = self.rfile.read(int(length))
        path, _, query = self.path.partition("#")[0].partition("?")
        if "://" in path.partition("?")[0][:9]:
            path = "/" + path.partition("://")[2].partition("/")[2]
        self._send(self.server.owner.ask(self.command, path, query, self._fields(), body))

    def do_HEAD(self) -> None:
        """Answers without the body."""
        self.do_GET()

    def do_POST(self) -> None:
        """Answers; what was posted is in ``Ask.body``."""
        self.do_GET()

    def _fields(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        for cookie in reply.cookies:
            self.send_header("Set-Cookie", cookie)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)


class Server:
    """One site behind one port of 127.0.0.1, in a daemon thread.

    ``with Server(site, 0) as server`` takes any free port, readable as ``server.port``. The site's ``base``
    is set to the true address. ``log`` lists method and path with query of every request in order.
    """

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        self.port = port
        self.log: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._http: _Http | None = None
        self._thread: threading.Thread | None = None

    @property
    def count(self) -> int:
        """How many requests were answered or are being answered."""
        return len(self.log)

    def ask(self, method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> Reply:
        """Counts a request and lets the site answer it.

        The request line is what came over the wire, read as Latin-1: addresses may hold raw UTF-8 as well
        as percent signs.
        """
        plain = unquote_to_bytes(path.encode("latin-1", "replace")).decode("utf-8", "replace")
        with self._lock:
            number = len(self.log)
            self.log.append((method, path + ("?" + query if query else "")))
        return self.site.answer(Ask(method, "/" + plain.lstrip("/"), query, headers, body, number))

    def start(self) -> None:
        """Binds and serves; raises ``OSError`` that names the port when it is taken."""
        try:
            self._http = _Http(self, self.port)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = f"port {self.port} on {HOST} is taken: end the program that uses it or choose another port"
            raise OSError(error.errno, why) from error
        self.port = self._http.server_port
        self.site.base = f"http://{HOST}:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops listening and ends open connections; harmless when nothing runs."""
        http, thread, self._http = self._http, self._thread, None
        if http is None or thread is None:
            return
        http.shutdown()
        thread.join()
        http.server_close()
        with http.lock:
            for connection in http.connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Serves invented sample portals on 127.0.0.1.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of " + ", ".join(SAMPLES))
    parser.add_argument("--port", type=int, help="base port; 0 takes free ones")
    parser.add_argument("--edition", type=int, choices=(1, 2), default=1)
    parser.add_argument("--flood", action="store_true", help="limit requests as the real system does")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Serves the named samples, or all, prints their addresses and waits for a signal."""
    options = _options(arguments)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    servers: list[Server] = []
    try:
        for name in options.names or SAMPLES:
            site = build(name, base_port=options.port, edition=options.edition, flood=options.flood)
            servers.append(Server(site, int(site.base.rpartition(":")[2])))
            servers[-1].start()
            sys.stdout.write(f"{name} {site.base}/\n")
            sys.stdout.flush()
        while not ended.wait(0.5):
            pass
    except (LookupError, OSError) as error:
        sys.stderr.write(f"{error.args[-1]}\n")
        return 2
    finally:
        for server in servers:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
