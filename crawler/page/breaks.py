"""Old pages part their lines by ``<br>`` alone; here each such line gets an element, so that it can be told apart."""

import re

from lxml import etree

from crawler.page.parse import Element, storable, words

_ENDS = re.compile(r"[.!?:;…][\"”’)\]]*$|\d{4}\)?$|\d\d:\d\d$")
_BEGINS = re.compile(r"^[\"“‘(\[]?[^\W\d_]|^[-–+*•\d]")
_BOLD = ("b", "strong")
_LEAD = re.compile(r"sapo|hometext|lead|summary|tom-?tat|headline|title|caption", re.I)
_WHOLE = frozenset(("a", "pre", "li", "h1", "h2", "h3", "h4"))
"""Elements that are one line for the eye, however many breaks they hold."""
_FEW = 2
_CROWD = 5000
"""Children of an element beyond which its lines stay as they are: no editor's text has as many."""
_INLINE = frozenset(
    ("a", "b", "strong", "i", "em", "u", "span", "font", "img", "small", "big", "sup", "sub", "br", "s")
)


def part_breaks(root: Element) -> None:
    """Wraps the lines of every element that is parted by breaks into ``div`` elements of their own."""
    for parent in dict.fromkeys(one.getparent() for one in root.iter("br")):
        if parent is None or len(parent) > _CROWD or parent.tag in _WHOLE or _LEAD.search(parent.get("class") or ""):
            continue
        segments = _segments(parent)
        if len(segments) >= _FEW:
            _wrap(parent, segments)


def _segments(parent: Element) -> list[list[Element | str]]:
    """The nodes of an element by lines: broken at two breaks, and at one where a line is clearly over."""
    lines: list[list[Element | str]] = [[]]
    breaks = 0
    for node in _nodes(parent):
        if not isinstance(node, str) and node.tag == "br":
            breaks += 1
            continue
        if isinstance(node, str) and not node.strip():
            if not breaks:
                lines[-1].append(node)
            continue
        apart = not isinstance(node, str) and node.tag not in _INLINE
        if lines[-1] and (breaks >= _FEW or apart or (breaks and _is_over(lines[-1], node))):
            lines.append([])
        elif breaks and lines[-1]:
            lines[-1].append(etree.Element("br"))
        breaks = 0
        lines[-1].append(node)
        if apart:
            lines.append([])
    return [line for line in lines if any(not isinstance(one, str) or one.strip() for one in line)]


def _nodes(parent: Element) -> list[Element | str]:
    found: list[Element | str] = [parent.text] if parent.text else []
    for child in parent:
        found.append(child)
        if child.tail:
            found.append(child.tail)
    return found


def _text(node: Element | str) -> str:
    if isinstance(node, str):
        return node
    return words(node) if isinstance(node.tag, str) else ""


def _is_over(line: list[Element | str], following: Element | str) -> bool:
    text = " ".join("".join(_text(one) for one in line).split())
    after = _text(following).strip()
    bold = all((isinstance(one, str) and not one.strip()) or _is_bold(one) for one in line)
    return bool(text) and bool(_BEGINS.match(after)) and (bool(_ENDS.search(text)) or bold != _is_bold(following))


def _is_bold(node: Element | str) -> bool:
    if isinstance(node, str):
        return False
    text = words(node)
    return node.tag in _BOLD or (bool(text) and any(words(one) == text for one in node.iter(*_BOLD)))


def _wrap(parent: Element, lines: list[list[Element | str]]) -> None:
    tail = parent.tail
    for child in list(parent):
        child.tail = None
        parent.remove(child)
    parent.text, parent.tail = None, tail and storable(tail)
    for line in lines:
        if len(line) == 1 and not isinstance(line[0], str) and line[0].tag not in _INLINE:
            parent.append(line[0])
            continue
        box = etree.SubElement(parent, "div")
        last: Element | None = None
        for node in line:
            if not isinstance(node, str):
                box.append(node)
                last = node
            elif last is None:
                box.text = storable((box.text or "") + node)
            else:
                last.tail = storable((last.tail or "") + node)
