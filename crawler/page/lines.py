"""A plain-text capture as blocks: one a line, with the gaps and indents that the eye would see."""

from crawler.page.blocks import Block
from crawler.text.normalise import line

_BLANKS = " \t\u00a0"


def blocks_of_lines(text: str) -> list[Block]:
    """Blocks of the non-empty lines in order; none when there are none."""
    found: list[Block] = []
    gap = 0
    for raw in text.splitlines():
        words = line(raw)
        if not words:
            gap += 1
            continue
        indent = len(raw) - len(raw.lstrip(_BLANKS))
        found.append(Block(words, gap=gap, indent=indent))
        gap = 0
    return found
