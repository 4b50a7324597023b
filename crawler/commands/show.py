"""``tintinh show``: one article with all that the archive knows of it."""

import json
from pathlib import Path
from typing import Any

import click

from crawler import archive as archives
from crawler.archive.copies import is_snapshot
from crawler.archive.reader import Archive
from crawler.commands.common import archive_option, later_option, say
from crawler.errors import WithdrawnError


@click.command("show", epilog="Example: tintinh show a3k7m2 --format json")
@click.argument("identity", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@later_option("--diff")
@archive_option
def command(identity: str, form: str, archive: Path) -> None:
    """One article with its revisions, captures and where each fact was read."""
    if form == "html":
        raise click.UsageError("--format html is not built yet")
    with archives.open(archive) as found:
        row = found.get(identity)
        document = found.document(row)
        document["furniture"] = _furniture(found, row)
        document["revisions"] = found.revisions(row["id"])
        document["captures"] = found.captures(row)
        withdrawal = found.withdrawal(row["id"])
        document["withdrawn"] = withdrawal and {
            "mode": withdrawal.mode,
            "at": withdrawal.at,
            "reason": withdrawal.reason,
        }
        document["cluster"] = found.cluster(row["id"])
        click.echo(
            json.dumps(document, ensure_ascii=False, indent=1) if form == "json" else _text(found, row, document)
        )


def _furniture(found: Archive, row: dict[str, Any]) -> list[dict[str, str]]:
    """What was stripped, read anew from the page; of one that was overwritten nothing is known any more."""
    if is_snapshot(found.db):
        return []
    try:
        furniture: list[dict[str, str]] = found.reading(row).to_dict()["furniture"]
    except WithdrawnError as wrong:
        say(f"tintinh: {wrong}")
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
            f"revision {one['revision']}: seen {one['seen_at']}, content {one['content_hash'][:16]},"
            f" capture {one['capture_id']}"
        )
    for one in document["captures"]:
        place = _place(one)
        lines.append(
            f"capture {one['id']}: {one['fetched_at']} status {one['status']} sha256 {one['sha256'][:16]} {place}"
        )
    return "\n".join(lines)


def _place(capture: dict[str, Any]) -> str:
    if capture["warc"]:
        return f"{capture['warc']} at {capture['offset']}+{capture['length']}"
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
