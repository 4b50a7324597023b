"""The model that every reader works on: a page as blocks, with the evidence each one carries."""

from dataclasses import dataclass, field
from enum import Enum


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

    @property
    def is_link(self) -> bool:
        """Whether nearly all of the words are inside links."""
        return bool(self.text) and self.linked >= 0.8 * len(self.text)
