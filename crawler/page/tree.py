"""Bytes to an lxml tree, also where a page nests deeper than the parser follows."""

import re
from typing import Any

from lxml import etree

Element = Any
"""An lxml element: the library ships no types that strict checking accepts."""

_LIMIT = "ERR_RESOURCE_LIMIT"
_DEEP = 24
# Many wrappers without a word between them: only the innermost can tell anything.
_WRAPPERS = re.compile(rb"(?:<[a-zA-Z][^<>]*>\s*+){%d,}+" % (2 * _DEEP))
_TAG = re.compile(rb"<[a-zA-Z][^<>]*>\s*+")
_DRESS = re.compile(rb"</?(?:b|i|u|em|strong|font|span|center|small|big|s|ins|del|sup|sub)\b[^<>]*>", re.I)


def parse(body: bytes, charset: str) -> tuple[Element | None, list[str]]:
    """The root, ``None`` when the bytes hold no element at all, and notes on what the parser could not follow.

    libxml2 stops at 256 open elements and keeps silent about the rest of the page (seen with 2.14). Such pages
    are read again without their outer wrappers, then without dress; what is cut even then is said.
    """
    root, cut = _tree(body, charset)
    if not cut:
        return root, []
    thinner = _WRAPPERS.sub(_innermost, body)
    root, cut = _tree(thinner, charset)
    if cut:
        root, cut = _tree(_DRESS.sub(b"", thinner), charset)
    if cut:
        return root, ["page_cut: elements nested deeper than 256; what stands behind them was not read"]
    return root, ["page_deep: elements nested deeper than 256; wrappers without words were left out"]


def _innermost(run: re.Match[bytes]) -> bytes:
    return b"".join(_TAG.findall(run[0])[-_DEEP:])


def _tree(body: bytes, charset: str) -> tuple[Element | None, bool]:
    # lxml.html's own element class would be looked up by a Python function for every element touched.
    parser = etree.HTMLParser(encoding=charset.removesuffix("-sig"), remove_comments=True)
    try:
        root = etree.fromstring(body, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    return root, any(entry.type_name == _LIMIT and "depth" in entry.message for entry in parser.error_log)
