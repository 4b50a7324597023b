"""How elements of one tree stand to each other."""

from collections.abc import Sequence

from crawler.page.parse import Element


def ancestor(elements: Sequence[Element]) -> Element:
    """The deepest element that holds all of them (one of them, if it holds the others) and can hold a text."""
    path = _path(elements[0])
    # Paragraphs are mostly neighbours, and two of each family tell the same as all.
    last = {one.getparent(): one for one in elements}
    first = {one.getparent(): one for one in reversed(elements)}
    for element in {*last.values(), *first.values()}:
        other = _path(element)
        size = next((at for at, pair in enumerate(zip(path, other, strict=False)) if pair[0] is not pair[1]), None)
        path = path[: min(len(path), len(other)) if size is None else size]
    found = path[-1]
    while found.tag in _NO_HOLDERS and found.getparent() is not None:
        found = found.getparent()
    return found


def precedes(first: Element, second: Element) -> bool:
    """Whether an element begins before another one of the same tree; an element around the other does too."""
    for one, other in zip(_path(first), _path(second), strict=False):
        if one is not other:
            parent = one.getparent()
            return parent is None or bool(parent.index(one) < parent.index(other))
    return len(_path(first)) < len(_path(second))


_NO_HOLDERS = frozenset(("p", "span", "li", "tr", "tbody", "h1", "h2", "h3", "h4", "strong", "b", "font", "em"))


def _path(element: Element) -> list[Element]:
    return [*reversed(list(element.iterancestors())), element]
