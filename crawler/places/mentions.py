"""Units named in running text. Names are matched by their longest form, with accents and capital letters."""

from collections.abc import Sequence
from functools import lru_cache

from crawler.places.choose import Chooser
from crawler.places.gazetteer import load
from crawler.places.models import PlaceMention, Unit
from crawler.places.scan import Span, spans
from crawler.text.normalise import characters


@lru_cache(maxsize=256)
def _portal(province: str) -> tuple[Unit, ...]:
    """The units that a province's id or name stands for: both vintages of a name that outlived the reform."""
    book = load()
    if one := book.unit(province):
        return (one,)
    found = book.resolve(province, level="province") or book.resolve(province, level="district")
    if not found:
        raise ValueError(f"no unit has the id or name {province!r}; ids look like p34-33, names like Hưng Yên")
    return tuple(found)


def find(text: str, *, province: str | None = None, on: str | None = None) -> list[PlaceMention]:
    """Units named in a text, each once, in the order of their first mention; empty when there are none.

    ``province`` is the id or name of the unit whose portal published the text, as of then; ``on`` the ISO day (or
    month) of publication. Both decide between units of one name. A mention that more than one unit fits, or one with
    a doubt (the words say "xã", the list "thị trấn"), has no ``unit_id`` and lists its candidates. Names without a
    type word count only for provinces and districts that are clear; a commune that the portal's province doesn't
    have, and no parent beside it explains, is left out: the lists lack what was merged before 2025.
    Raises ``ValueError`` for a province nobody knows.
    """
    portals: Sequence[Unit] = _portal(province) if province else ()
    text = characters(text)
    found = spans(text)
    if not found:
        return []
    chooser = Chooser(load(), text, found, portals, (on + "-01-01")[:10] if on else None)
    chooser.decide()
    mentions: dict[tuple[str, ...], PlaceMention] = {}
    for span in found:
        if units := chooser.chosen.get(span):
            ids = tuple(sorted(one.id for one in units))
            one = _mention(text, span, units, chooser)
            # A certain mention of the same unit puts an end to the doubt.
            if ids not in mentions or (one.unit_id and not mentions[ids].unit_id):
                mentions[ids] = one
    return list(mentions.values())


def _mention(text: str, span: Span, units: list[Unit], chooser: Chooser) -> PlaceMention:
    naming = load().naming(units[0], chooser.on)
    certain = len(units) == 1 and span not in chooser.doubtful
    return PlaceMention(
        text=" ".join(text[span.start : span.end].split()),
        unit_id=units[0].id if certain else None,
        name=naming.name if naming else units[0].name,
        candidates=tuple(dict.fromkeys(one.id for one in units)),
    )
