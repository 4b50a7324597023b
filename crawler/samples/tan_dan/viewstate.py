"""The hidden fields of a WebForms page: made, signed and checked as ASP.NET does it.

A list page is turned by posting these fields back. The server keeps nothing: which page a client has before
it stands in the view state, under a signature, and the event validation field holds what that page offered.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence

from crawler.samples.common import hashed

KEY = b"khoa mau cua cong Hong Giang"
FIELDS = ("__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION")
_STATE, _EVENTS = b"\xff\x01\x0f\x0f\x05\x0a", b"\xff\x01\x16"
_NUMBER = len(_STATE) + 10
_MAC = 20


class RefusedError(ValueError):
    """A post that doesn't belong to any page this server sent."""


def _sign(kind: str, path: str, data: bytes) -> bytes:
    return hmac.new(KEY, f"{kind} {path.lower()} ".encode() + data, hashlib.sha1).digest()


def generator(path: str) -> str:
    """The mark of a page's type, eight hexadecimal digits."""
    return f"{hashed('generator', path.lower(), below=1 << 32):08X}"


def fields(path: str, number: int, offered: Sequence[str], shown: Iterable[str] = ()) -> dict[str, str]:
    """The hidden fields of page ``number`` of the list at ``path``.

    ``offered`` are the arguments of the page's links, ``shown`` the texts that a grid keeps in its state.
    """
    data = _STATE + f"{hashed('state', path.lower(), below=10**10):010}".encode()
    data += number.to_bytes(2, "big")
    for text in shown:
        data += b"\x05" + text.encode()[:255] + b"\x0f\x16\x02\x1e"
    state = base64.b64encode(data + _sign("state", path, data)).decode()
    return {FIELDS[0]: state, FIELDS[1]: generator(path), FIELDS[2]: _events(path, state, offered)}


def _events(path: str, state: str, offered: Sequence[str]) -> str:
    data = _EVENTS + len(offered).to_bytes(2, "big")
    for one in (state, *offered):
        data += hashlib.sha256(one.encode()).digest()[:4]
    return base64.b64encode(data + _sign("events", path, data)).decode()


def number(path: str, sent: Mapping[str, str]) -> int:
    """Which page of the list the client has before it; raises ``RefusedError`` if we never sent that page."""
    if sent.get(FIELDS[1]) != generator(path):
        raise RefusedError("__VIEWSTATEGENERATOR")
    try:
        data = base64.b64decode(sent.get(FIELDS[0], ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(FIELDS[0]) from error
    said, signature = data[:-_MAC], data[-_MAC:]
    if len(said) < _NUMBER + 2 or not hmac.compare_digest(signature, _sign("state", path, said)):
        raise RefusedError(FIELDS[0])
    return int.from_bytes(said[_NUMBER : _NUMBER + 2], "big")


def check_event(path: str, sent: Mapping[str, str], offered: Sequence[str], argument: str) -> None:
    """Raises ``RefusedError`` unless that page offered a link with this argument."""
    if sent.get(FIELDS[2]) != _events(path, sent.get(FIELDS[0], ""), offered) or argument not in offered:
        raise RefusedError(FIELDS[2])
