"""Whose article it is: the unit that held the portal when it spoke, and the province where that lies today."""

from dataclasses import dataclass

from crawler.models import PortalInfo
from crawler.places import load

REFORM = "2025-07-01"
"""The day on which districts ended and 63 provinces became 34."""


@dataclass(frozen=True, slots=True)
class Own:
    """Unit and province as of publication, and the province of today; each ``{id, name}`` or ``None``."""

    unit: dict[str, str] | None = None
    province: dict[str, str] | None = None
    province_now: dict[str, str] | None = None


def own_unit(portal: PortalInfo, published: str | None, fetched_at: str | None) -> Own:
    """The holder of the portal on the day of publication.

    An undated article fetched before the reform is the old unit's; later only if one unit alone ever held the
    portal. Nobody is named where no declared holder existed on that day.
    """
    unit_id = _holder(portal, published, fetched_at)
    if unit_id is None:
        return Own()
    gazetteer = load()
    unit = gazetteer.unit(unit_id)
    if unit is None:
        return Own()
    province, today = gazetteer.province_of(unit), gazetteer.current_province(unit_id)
    now = _named(today.id, today.name) if today else None
    return Own(_named(unit.id, unit.name), _named(province.id, province.name), now)


def _holder(portal: PortalInfo, published: str | None, fetched_at: str | None) -> str | None:
    day = _day(published) or (fetched_at[:10] if fetched_at and fetched_at[:10] < REFORM else None)
    if day is None:
        return portal.units[0][0] if len(portal.units) == 1 else None
    held = [unit for unit, since, until in portal.units if (since or "") <= day <= (until or "9999")]
    return held[0] if len(held) == 1 else None


def _day(published: str | None) -> str | None:
    """The day, or a month's last: the reform began with a month, so any day of a month lies on the same side."""
    if published is None:
        return None
    return published[:10] if len(published) >= 10 else f"{published}-28"


def _named(identity: str, name: str) -> dict[str, str]:
    return {"id": identity, "name": name}
