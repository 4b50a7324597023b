"""``tintinh show``: one article with all that the archive knows of it."""

import json
from pathlib import Path
from typing import Any

import click

from crawler import archive as archives
from crawler.archive.copies import is_snapshot
from crawler.archive.reader import Archive
from crawler.archive.revisions import Change, compare
from crawler.archive.warc import folder
from crawler.commands.article_html import page
from crawler.commands.common import archive_option, say
from crawler.errors import DamagedError, WithdrawnError

_MARKS = {"equal": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}


@click.command("show", epilog="Example: tintinh show a3k7m2 --diff 1 2")
@click.argument("identity", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--diff", type=int, nargs=2, metavar="A B", help="Only what changed from revision A to revision B.")
@archive_option
def command(identity: str, form: str, diff: tuple[int, int] | None, archive: Path) -> int:
    """One article with its revisions, captures and where each fact was read."""
    if diff and form == "html":
        raise click.UsageError("--diff is shown as text or json; leave --format html away")
    with archives.open(archive) as found:
        row = found.get(identity)
        if diff:
            click.echo(_difference(row, diff, compare(found, row, *diff), form))
            return 0
        faults: list[str] = []
        document = _document(found, row, faults)
        if form == "html":
            click.echo(page(document))
        else:
            click.echo(
                json.dumps(document, ensure_ascii=False, indent=1) if form == "json" else _text(found, row, document)
            )
    for words in faults:
        say(f"tintinh: {words}")
    return DamagedError.status if faults else 0


def _document(found: Archive, row: dict[str, Any], faults: list[str]) -> dict[str, Any]:
    """The article with furniture, and its revisions each with the capture that its bytes lie in.

    Adds to ``faults`` what is missing or broken of its bytes; what the tables hold is shown all the same.
    """
    document = found.document(row)
    document["furniture"] = _furniture(found, row, faults)
    document["captures"] = found.captures(row)
    captures = {one["id"]: one for one in document["captures"]}
    document["revisions"] = [one | {"capture": captures.get(one["capture_id"])} for one in found.revisions(row["id"])]
    faults += [
        f"revision {one['revision']} was read from capture {one['capture_id']}, which is missing; run 'tintinh verify'"
        for one in document["revisions"]
        if one["capture"] is None
    ]
    withdrawal = found.withdrawal(row["id"])
    document["withdrawn"] = withdrawal and {
        "mode": withdrawal.mode,
        "at": withdrawal.at,
        "reason": withdrawal.reason,
    }
    document["cluster"] = found.cluster(row["id"])
    return document


def _difference(row: dict[str, Any], diff: tuple[int, int], changes: list[Change], form: str) -> str:
    if form == "json":
        told = {"id": row["id"], "from": diff[0], "to": diff[1], "changes": [one.to_dict() for one in changes]}
        return json.dumps(told, ensure_ascii=False, indent=1)
    lines = [f"{row['id']} from revision {diff[0]} to {diff[1]}: [-deleted-] {{+inserted+}}"]
    if not changes:
        lines.append("no difference in title, lead, body, captions, by-line, date and attachments")
    for change in changes:
        lines += ["", change.field]
        same = 0
        for line in [*change.lines, []]:
            if line and all(piece.op == "equal" for piece in line):
                same += 1
                continue
            if same:
                lines.append(f"  ({same} unchanged)")
                same = 0
            if line:
                lines.append("  " + "".join(_MARKS[piece.op].format(piece.text) for piece in line))
    return "\n".join(lines)


def _furniture(found: Archive, row: dict[str, Any], faults: list[str]) -> list[dict[str, str]]:
    """What was stripped, read anew from the page; of one that was overwritten nothing is known any more."""
    if is_snapshot(found.db):
        return []
    try:
        furniture: list[dict[str, str]] = found.reading(row).to_dict()["furniture"]
    except WithdrawnError as wrong:
        say(f"tintinh: {wrong}")
        return []
    except DamagedError as wrong:
        faults.append(str(wrong))
        return []
    return furniture


def _text(found: Archive, row: dict[str, Any], document: dict[str, Any]) -> str:
    lines = [document["title"] or "(no title)", ""]
    facts = {
        "published": _dated(document), "updated": document["updated"], "by": document["byline"],
        "source": document["source"], "section": document["section"], "tags": ", ".join(document["tags"]),
        "portal": row["portal"], "address": document["canonical_url"], "id": row["id"],
        "withdrawn": row["hidden_at"] and str(found.withdrawal(row["id"]) or f"hidden since {row['hidden_at']}"),
        "gone": row["gone_since"] and f"{row['gone_kind']} since {row['gone_since']}",
    }  # fmt: skip
    lines += [f"{name:>10}  {value}" for name, value in facts.items() if value]
    lines += ["", document["lead"], ""] if document["lead"] else [""]
    for paragraph in document["body"]:
        lines += [paragraph, ""]
    lines += _listed("caption", document["captions"])
    lines += _listed("attachment", [f"{one['title']} <{one['url']}>" for one in document["attachments"]])
    lines += _listed("note", document["notes"])
    lines += _listed("stripped", [f"{one['category']}: {one['text'][:100]}" for one in document["furniture"]])
    lines += _listed("also published by", _others(row["id"], document["cluster"]))
    for one in document["revisions"]:
        lines.append(
            f"revision {one['revision']}: seen {one['seen_at']}, read by extractor {one['extractor']},"
            f" content {one['content_hash']}, capture {one['capture_id']}"
        )
    for one in document["captures"]:
        seen = f"{one['fetched_at']} status {one['status']} sha256 {one['sha256']}"
        lines.append(f"capture {one['id']}: {seen} {_place(found, one)}")
    return "\n".join(lines)


def _place(found: Archive, capture: dict[str, Any]) -> str:
    if capture["warc"]:
        return f"{folder(found.path) / capture['warc']} at {capture['offset']}, {capture['length']} bytes"
    if capture["withdrawal_id"]:
        return f"overwritten: it quoted the erased article {capture['withdrawal_id']}"
    return "looked at, unchanged, bytes not kept"


def _others(own: str, cluster: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['portal']}, {one['published_day'] or one['published_month'] or 'undated'}, {one['id']}"
        for one in cluster
        if one["id"] != own
    ]


def _dated(document: dict[str, Any]) -> str:
    if not document["published"]:
        return "not said on the page, nor by any list or feed"
    words = document["published_text"]
    return f"{document['published']} ({document['published_precision']}, {document['published_basis']}: “{words}”)"


def _listed(name: str, items: list[str]) -> list[str]:
    return [f"{name}: {one}" for one in items]
