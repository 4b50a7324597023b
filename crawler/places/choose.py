"""Which unit a possible mention is: by its parents beside it, the portal, the day, other places of the text."""

import re
from collections.abc import Iterable, Sequence

from crawler.places.gazetteer import Gazetteer
from crawler.places.models import Unit, Vintage
from crawler.places.scan import Span
from crawler.places.words import SURNAMES

_LINK = re.compile(r"\s*[,(–-]?\s*(?:(?:thuộc|của|ở|tại)\s+)?(?:địa bàn\s+)?")
_REFORM, _SPOKEN_OF = "2025-07-01", "2025-03-01"  # new units were named in the news some months before they existed
_RANK = {"province": 0, "district": 1, "commune": 2}


class Chooser:
    """One text's decisions. ``chosen`` has the units of each span: one when certain, none when it's no mention.

    A single unit of which even so something speaks against is in ``doubtful``.
    """

    def __init__(self, book: Gazetteer, text: str, found: list[Span], portals: Sequence[Unit], on: str | None) -> None:
        self.book, self.text, self.found, self.on = book, text, found, on
        self.era = _era(found, portals, on)
        # What lies beside a commune is as near to its portal as the commune itself.
        wide = [book.units[one.parent_id] if one.level == "commune" and one.parent_id else one for one in portals]
        self.portals = [one for one in wide if self.era in (None, one.vintage)] or wide
        self.chosen: dict[Span, list[Unit]] = {}
        self.doubtful: set[Span] = set()
        self.named: dict[str, list[Unit]] = {}  # by key, what a type word made certain
        self.provinces: list[Unit] = []
        self.districts: list[Unit] = []
        self._link()

    def decide(self) -> None:
        """Fills ``chosen``: provinces, districts, communes; bare names after the typed ones that they may repeat."""
        waiting = [span for span in self.found if span.units and not self._province(span)]
        parents = {above for span in waiting for above in span.above}
        for span in [it for it in waiting if it.kinds and any(one.level == "district" for one in it.units)]:
            self._settle(span, self._district(span), self.districts)
        for span in [it for it in waiting if not it.kinds and it in parents]:
            self._settle(span, self._bare(span), self.districts)
        for span in [it for it in waiting if it.kinds and it not in self.chosen]:
            self._settle(span, self._commune(span))
        for span in [it for it in waiting if it not in self.chosen]:
            self._settle(span, self._bare(span), self.districts)

    def _settle(self, span: Span, units: list[Unit], known: list[Unit] | None = None) -> None:
        self.chosen[span] = units
        if len(units) == 1 and span not in self.doubtful:
            if span.kinds:
                self.named.setdefault(span.key, units)
            if known is not None and units[0] not in known:
                known.append(units[0])

    def _link(self) -> None:
        """What directly follows as a parent: "xã Tân Thành, huyện Kim Sơn (Ninh Bình)"; lists share it."""
        for span, after in reversed(list(zip(self.found, self.found[1:], strict=False))):
            if after.start < span.end:
                continue
            between = self.text[span.end : after.start]
            if len(between) < 40 and _LINK.fullmatch(between) and _lowest(span) > _highest(after):
                span.above = [after, *after.above]
            elif span.group >= 0 and span.group == after.group and "(" not in between:
                span.above = after.above

    # Provinces

    def _province(self, span: Span) -> bool:
        """Decides on a province's name; false when none is meant or a town of the name is meant."""
        units = self._timely(self._typed(span, [one for one in span.units if one.level == "province"]))
        cities = self._cities(span) if span.kinds else []
        if not units or (cities and self.on and not self._now(span, units)):
            # "Thành phố Bắc Ninh", a year before the province became one.
            return False
        rivals = (cities if self.era is None else []) if span.kinds else self._local(span, units)
        self._settle(span, [*units, *rivals], self.provinces)
        return True

    def _cities(self, span: Span) -> list[Unit]:
        """Towns of the name, where the words fit them as well as a province: "thành phố Bắc Ninh"."""
        return self._typed(span, [one for one in span.units if one.level == "district"])

    def _local(self, span: Span, provinces: list[Unit]) -> list[Unit]:
        """Districts of the portal's province that bear the name of another province: Hòa Bình in Bạc Liêu."""
        if not self.portals or any(self._inside(one, it) for one in provinces for it in self.portals):
            return []
        towns = [one for one in span.units if one.level == "district"]
        return [one for one in towns if any(self._inside(one, self._top(it)) for it in self.portals)]

    # Districts

    def _district(self, span: Span) -> list[Unit]:
        units = [one for one in span.units if one.level == "district"]
        if "thành phố" in span.kinds:
            # A town's type is told by its list; that a province of the name was no city yet was seen before.
            units = self._typed(span, units)
        near = self._near(span, units)
        if near is None:
            return []
        return self._typed(span, near) or near

    def _near(self, span: Span, units: list[Unit]) -> list[Unit] | None:
        """Those inside the parent beside the name, the portal's province or a province of the text, in this order.

        All when none of them holds any; ``None`` when the parent beside the name holds none.
        """
        for parent in span.above:
            if not parent.units:
                return None
            above = self.chosen.get(parent, [])
            if above and above[0].level == "province":
                return [one for one in units if any(self._inside(one, it) for it in above)] or None
        for context in (self.portals, [self._top(one) for one in self.portals], self.provinces):
            if inside := [one for one in units if any(self._inside(one, it) for it in context)]:
                return inside
        return units

    def _bare(self, span: Span) -> list[Unit]:
        """A district named without a type word; nothing unless it is distinctive or its province is known."""
        units = [one for one in span.units if one.level == "district"]
        if span.key in self.named or not units:
            return []
        near = self._near(span, units)
        if near is None:
            return []
        known = any(self._inside(near[0], self._top(it)) for it in [*self.portals, *self.provinces])
        if not known and not (span.above and len(near) < len(units)) and not self._distinctive(span, units):
            return []
        if span.weak and not known:
            return []
        if self.era == "old":
            return near
        # Most districts left their name to one commune, which is a part of them.
        tops = {(self.book.current_province(one.id) or one).id for one in near}
        return [*[one for one in self.book.names[span.key] if one.vintage == "new" and one.parent_id in tops], *near]

    def _distinctive(self, span: Span, units: list[Unit]) -> bool:
        """Whether only one district, its seat and what it became bear the name, and no person may."""
        if len(units) > 1 or span.key.partition(" ")[0] in SURNAMES:
            return False
        heirs = {one.id for one, _ in self.book.successors(units[0].id)}
        return all(units[0].id in (one.id, one.parent_id) or one.id in heirs for one in self.book.names[span.key])

    # Communes

    def _commune(self, span: Span) -> list[Unit]:
        units = [one for one in span.units if one.level == "commune" and not self._too_early(one)]
        for parent in span.above:
            above = self.chosen.get(parent, [])
            if parent.units and (not above or above[0].level == "commune"):
                continue
            inside = [one for one in units if any(self._inside(one, it) for it in above)]
            if above and above[0].level == "district":
                inside = [one for one in inside if one.vintage == "old"] or inside
            return self._timely(self._typed(span, inside) or inside)
        pool = self._pool(units, span)
        typed = self._typed(span, pool)
        if not typed:
            # Another kind of commune than the words say: it may have been raised since, or be another one.
            self.doubtful.add(span)
        return self._timely(typed or pool)

    def _pool(self, units: list[Unit], span: Span) -> list[Unit]:
        """Those that the districts of the text and the portal's province speak for; without a portal, all.

        None of the portal's province: lists lack what was merged before 2025, so nobody can tell which it is.
        """
        named = [one for one in units if any(self._inside(one, it) for it in self.districts)]
        narrow = [one for one in units if any(self._inside(one, it) for it in self.portals)]
        if both := [one for one in named if one in narrow]:
            return both
        if named and narrow:
            return [*narrow, *named]
        wide = [one for one in units if any(self._inside(one, self._top(it)) for it in self.portals)]
        if named or narrow or wide:
            return [one for one in named if one in wide] or named or narrow or wide
        inside = [one for one in units if any(self._inside(one, it) for it in self.provinces)]
        if not self.portals:
            return inside or units
        self.doubtful.add(span)
        return inside

    # What all levels share

    def _typed(self, span: Span, units: Iterable[Unit]) -> list[Unit]:
        units = list(units)
        if not span.kinds:
            return units
        # A change of type was news before it was in force.
        return self._now(span, units) or [one for one in units if one.vintage == "new" and self._ever(span, one)]

    def _now(self, span: Span, units: Iterable[Unit]) -> list[Unit]:
        """Those that the type words fit on the day."""
        return [one for one in units if self.book.types(one, self.on) & set(span.kinds)]

    def _ever(self, span: Span, one: Unit) -> bool:
        return bool(self.book.types(one) & set(span.kinds))

    def _timely(self, units: list[Unit]) -> list[Unit]:
        """Those of the day or the era, if any; else the others, but never what nobody could know of yet."""
        units = [one for one in units if not self._too_early(one)]
        if self.on:
            return [one for one in units if one.valid_on(self.on or "")] or units
        return [one for one in units if self.era in (None, one.vintage)] or units

    def _too_early(self, one: Unit) -> bool:
        return one.vintage == "new" and self.on is not None and self.on < _SPOKEN_OF

    def _top(self, one: Unit) -> Unit:
        return self.book.province_of(one)

    def _inside(self, one: Unit, other: Unit) -> bool:
        """Whether a unit lies in another, or partly does, across the vintages."""
        if one is other:
            return True
        if other.level == "commune" or _RANK[one.level] < _RANK[other.level]:
            return False
        if one.vintage == other.vintage:
            return one.parent_id == other.id or self._top(one) is other
        if one.vintage == "new":
            return any(it is other or self._top(it) is other for it, _ in self.book.predecessors(one.id))
        return self.book.current_province(one.id) is other


def _lowest(span: Span) -> int:
    return max((_RANK[one.level] for one in span.units), default=0)


def _highest(span: Span) -> int:
    return min((_RANK[one.level] for one in span.units), default=1)


def _era(found: list[Span], portals: Sequence[Unit], on: str | None) -> Vintage | None:
    """To which list the text's units belong, as far as day, portal or its own words tell."""
    if on:
        return "new" if on >= _REFORM else "old"
    vintages = {one.vintage for one in portals}
    if len(vintages) == 1:
        return vintages.pop()
    kinds = {kind for span in found for kind in span.kinds}
    if kinds & {"huyện", "quận", "thị xã", "thị trấn"}:
        return "old"
    return "new" if "đặc khu" in kinds else None
