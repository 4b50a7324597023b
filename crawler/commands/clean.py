"""``tintinh clean``: reads saved pages and prints what they say."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from crawler.commands.common import say
from crawler.extract.clean import clean


@click.command("clean", epilog="Example: tintinh clean saved.html --url https://dongnai.gov.vn/vi/news/a/b-1.html")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--url", help="The address the page came from.")
@click.option("--portal", help="The declared portal it belongs to.")
@click.option("--fetched-at", metavar="TIME", help="When it was fetched, ISO 8601; later dates are refused.")
@click.option("--status", type=int, help="The HTTP status it came with.")
@click.option("--content-type", help="The Content-Type it came with.")
def command(
    paths: tuple[str, ...], url: str | None, portal: str | None, fetched_at: str | None, status: int | None,
    content_type: str | None,
) -> int:  # fmt: skip
    """Reads saved pages (HTML or plain-text captures, - for stdin); prints one JSON article a line.

    Deletes nothing and needs no archive.
    """
    if fetched_at is not None:
        try:
            datetime.fromisoformat(fetched_at)
        except ValueError:
            raise click.BadParameter(f"--fetched-at {fetched_at!r} is no ISO 8601 time") from None
    failed = 0
    for path in paths:
        try:
            page = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        except OSError as wrong:
            say(f"tintinh: can't read {path}: {wrong.strerror}")
            failed = 2
            continue
        kind = content_type or ("text/plain" if path.endswith(".txt") else None)
        article = clean(page, url=url, portal=portal, fetched_at=fetched_at, status=status, content_type=kind)
        click.echo(json.dumps(article.to_dict(), ensure_ascii=False))
    return failed
