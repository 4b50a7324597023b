"""The model that every reader works on: a page as blocks, with the evidence each one carries."""

from dataclasses import dataclass, field
from enum import Enum

from crawler.catalogue import Label, catalogue


class Role(Enum):
    """What an element says that a block is; ``TEXT`` says nothing and leaves it to the words."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    IMAGE = "image"
    CAPTION = "caption"
    MEDIA = "media"


@dataclass(slots=True)
class Block:
    """One line for the eye, with what is known of where it stood.

    ``group`` is equal for blocks of one smallest enclosing container; ``gap`` counts empty lines before
    the block in a plain-text capture; ``linked`` is the number of its characters inside links.
    """

    text: str
    role: Role = Role.TEXT
    tag: str = ""
    group: int = 0
    gap: int = 0
    linked: int = 0
    indent: int = 0
    italic: bool = False
    bold: bool = False
    align: str = ""
    classes: frozenset[str] = frozenset()
    url: str | None = None
    alt: str | None = None
    links: list[str] = field(default_factory=list)
    # The label that was found, for which words: they may be changed.
    _known: tuple[str, Label | None] = field(default=("", None), init=False, repr=False, compare=False)

    @property
    def label(self) -> Label | None:
        """Why the block's words make it furniture; ``None`` for most blocks."""
        if self._known[0] is not self.text:
            self._known = (self.text, catalogue().label(self.text))
        return self._known[1]

    @property
    def is_link(self) -> bool:
        """Whether nearly all of the words are inside links."""
        return bool(self.text) and self.linked >= 0.8 * len(self.text)
