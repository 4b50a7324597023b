"""The server of the samples, with a site of two lines behind it."""

import socket
import urllib.request
from collections.abc import Iterator

import pytest

from crawler.samples import registry
from crawler.samples.server import Server
from crawler.samples.site import Ask, Reply, Truth


class Echo:
    """Answers what it was asked."""

    name, base, edition, flood = "echo", "", 1, False

    def answer(self, ask: Ask) -> Reply:
        return Reply(200, f"{ask.number} {ask.method} {ask.path} {ask.query} {ask.body.decode()}".encode())

    def truth(self) -> list[Truth]:
        return []


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Echo(), 0) as running:
        yield running


def raw(server: Server, said: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(said)
        return line.makefile("rb").read()


def test_counts_and_logs(server: Server) -> None:
    assert server.site.base == f"http://127.0.0.1:{server.port}"
    request = urllib.request.Request(server.site.base + "/%C3%A2?b=%20", data=b"c", method="POST")
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert answer.read().decode() == "0 POST /â b=%20 c"
    assert (server.count, server.log) == (1, [("POST", "/%C3%A2?b=%20")])


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"NONSENSE\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"400"),
        (b"BREW / HTTP/1.1\r\n\r\n", b"501"),
        (b"GET /%ff%00%0d%0aSet-Cookie:x HTTP/1.1\r\nConnection: close\r\n\r\n", b"200"),
    ],
)
def test_nonsense_is_answered(server: Server, said: bytes, status: bytes) -> None:
    assert status in raw(server, said).partition(b"\r\n\r\n")[0]
    assert b"200 OK" in raw(server, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")


def test_raw_letters_and_whole_addresses(server: Server) -> None:
    got = raw(server, "GET http://a/vi/dâng HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
    assert got.endswith("GET /vi/dâng  ".encode())


def test_head_has_a_length_and_no_body(server: Server) -> None:
    head, _, body = raw(server, b"HEAD /x HTTP/1.1\r\nConnection: close\r\n\r\n").partition(b"\r\n\r\n")
    assert b"Content-Length: 11" in head
    assert body == b""


def test_a_taken_port_is_named(server: Server) -> None:
    with pytest.raises(OSError, match=f"port {server.port} .* is taken"):
        Server(Echo(), server.port).start()


def test_stopping_ends_open_connections() -> None:
    with Server(Echo(), 0) as server:
        line = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        for _ in range(2):
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert line.recv(65536).startswith(b"HTTP/1.1 200")
    with line:
        assert line.recv(65536) == b""


def test_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(registry.PORTS_VARIABLE, raising=False)
    assert registry.port("sample_nukeviet") == 18461
    monkeypatch.setenv(registry.PORTS_VARIABLE, "29000")
    assert registry.build("sample_nukeviet").base == "http://127.0.0.1:29000"
    assert registry.build("sample_nukeviet", base_port=0).base == "http://127.0.0.1:0"
    with pytest.raises(LookupError, match="no sample portal nowhere"):
        registry.build("nowhere")
