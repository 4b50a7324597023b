"""What a place is: an administrative unit of one vintage, and its mention in a text."""

from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["province", "district", "commune"]
Vintage = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the list before ("old") or since ("new") 1 July 2025; districts are always old.

    ``type`` is the Vietnamese word, the latest one when it changed; days are ISO, ``None`` is unknown or open.
    """

    id: str
    level: Level
    vintage: Vintage
    code: str
    name: str
    type: str
    valid_from: str | None
    valid_to: str | None
    parent_id: str | None

    @property
    def full_name(self) -> str:
        """Type and name, "huyện Yên Mỹ"."""
        return f"{self.type} {self.name}"

    def valid_on(self, day: str) -> bool:
        """Whether the unit existed on an ISO day, as far as the data tells."""
        return (self.valid_from or "") <= day <= (self.valid_to or "9999")


@dataclass(frozen=True, slots=True)
class Naming:
    """How a unit was called in a period, and the resolution that began it."""

    name: str
    type: str
    valid_from: str | None
    valid_to: str | None
    resolution: str | None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A unit named in a text: the words as they stood, and which unit they mean.

    ``unit_id`` is ``None`` when that is open; then ``candidates`` lists the possible ones: several, or a single one
    of which something in the text speaks against. A certain mention has its unit as the only candidate.
    """

    text: str
    unit_id: str | None
    name: str
    candidates: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The mention as JSON-ready values."""
        return {
            "text": self.text,
            "unit_id": self.unit_id,
            "name": self.name,
            "candidates": list(self.candidates),
        }
