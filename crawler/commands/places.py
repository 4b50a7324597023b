"""``tintinh places``: a unit, its history and what became of it."""

import click

from crawler.commands.common import Function, table
from crawler.errors import UsageError
from crawler.places import Unit, load


@click.command("places", epilog='Example: tintinh places "huyện Yên Mỹ"')
@click.argument("name", nargs=-1, required=True, metavar="NAME")
def command(name: tuple[str, ...]) -> None:
    """Units of that name (with or without accents and type word) or unit_id, with successors and predecessors."""
    text = " ".join(name)
    gazetteer = load()
    one = gazetteer.unit(text)
    found = [one] if one else gazetteer.resolve(text)
    if not found:
        raise UsageError(f"no unit {text!r}; give a name with its type, such as 'huyện Yên Mỹ', or a unit_id")
    for unit in found:
        click.echo(_about(unit))


def _about(unit: Unit) -> str:
    gazetteer = load()
    province, today = gazetteer.province_of(unit), gazetteer.current_province(unit.id)
    lines = [f"{unit.full_name} ({unit.id}), {unit.valid_from or '?'} to {unit.valid_to or 'now'}"]
    if province.id != unit.id:
        lines.append(f"  in {province.full_name} ({province.id})")
    if today and today.id not in (unit.id, province.id):
        lines.append(f"  today in {today.full_name} ({today.id})")
    for naming in gazetteer.history(unit.id):
        since = f"from {naming.valid_from or '?'} to {naming.valid_to or 'now'}"
        lines.append(
            f"  {since}: {naming.type} {naming.name}" + (f" ({naming.resolution})" if naming.resolution else "")
        )
    for words, others in (("became", gazetteer.successors(unit.id)), ("made of", gazetteer.predecessors(unit.id))):
        rows = [[words, other.full_name, other.id, "" if share is None else f"{share:.0%}"] for other, share in others]
        if rows:
            lines.append(table(rows, ["", "unit", "unit_id", "share"]))
    return "\n".join(lines)


def unit_option(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """A unit_id for a name or id given as a filter.

    Raises ``UsageError`` with the candidates when the name is ambiguous, or unknown.
    """
    if value is None:
        return None
    gazetteer = load()
    known = gazetteer.unit(value)
    if known:
        if parameter.name != "unit" and known.level != "province":
            raise UsageError(f"{value} is {known.full_name}, no province; give it to --unit, or its province here")
        if parameter.name == "province_now" and known.vintage != "new":
            raise UsageError(
                f"{value} is {known.full_name} as it was; for --province-now give one of today's provinces"
            )
        return value
    found = gazetteer.resolve(value, level=None if parameter.name == "unit" else "province")
    if parameter.name != "unit":
        vintage = "new" if parameter.name == "province_now" else None
        found = [one for one in found if vintage in (None, one.vintage)]
    if not found:
        raise UsageError(f"no unit {value!r} for {parameter.opts[0]}; see 'tintinh places'")
    if len(found) > 1:
        words = ", ".join(f"{one.full_name} ({one.id}, to {one.valid_to or 'now'})" for one in found[:12])
        raise UsageError(f"{value!r} is ambiguous for {parameter.opts[0]}: {words}; give one of the ids")
    return found[0].id


def unit_options(function: Function) -> Function:
    """The filters by place, for every command that searches."""
    for name, words in (
        ("--unit", "Only this unit's, as of publication."),
        ("--province-now", "Only from what is this province today."),
        ("--province", "Only this province's, as of publication."),
    ):
        function = click.option(name, callback=unit_option, metavar="NAME", help=words)(function)
    return function
