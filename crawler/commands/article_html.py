"""One stored article as a page that is safe to open: nothing of the portal's markup, no script, no picture loaded."""

from html import escape
from typing import Any

_STYLE = (
    "body{max-width:40em;margin:2em auto;padding:0 1em;font:1.05em/1.6 serif}"
    "h1{line-height:1.25}.lead{font-weight:bold}table{border-collapse:collapse;font:.8em/1.4 sans-serif}"
    "td,th{border:1px solid #ccc;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
)


def page(document: dict[str, Any]) -> str:
    """The page of what ``tintinh show`` knows of an article: text, files, and the bytes of each revision."""
    title = escape(document["title"] or "(no title)")
    parts = [
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">',
        # Even where something were to slip through, a browser would load and run nothing.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f'<meta name="referrer" content="no-referrer">\n<title>{title}</title>\n<style>{_STYLE}</style>',
        "</head>\n<body>",
        f"<h1>{title}</h1>",
        f"<p>{' · '.join(escape(str(one)) for one in _facts(document))}</p>",
    ]
    if document["lead"]:
        parts.append(f'<p class="lead">{escape(document["lead"])}</p>')
    parts += [f"<p>{escape(paragraph)}</p>" for paragraph in document["body"]]
    parts += _list("Pictures", document["images"], "caption")
    parts += _list("Attachments", document["attachments"], "title")
    parts += _list("Video and audio", document["media"], "title")
    parts += _table(document["revisions"])
    return "\n".join([*parts, "</body>\n</html>"])


def _facts(document: dict[str, Any]) -> list[str]:
    names = ("published", "updated", "byline", "source", "section", "portal", "canonical_url", "id")
    return [document[name] for name in names if document.get(name)]


def _list(head: str, assets: list[dict[str, Any]], words: str) -> list[str]:
    if not assets:
        return []
    items = [f"<li>{_link(one['url'], one[words] or one['url'])}</li>" for one in assets]
    return [f"<h2>{head}</h2>", "<ul>", *items, "</ul>"]


def _link(url: str, words: str) -> str:
    """A link to what the web serves; any other scheme, such as a script's, stays words."""
    if not url.lower().startswith(("http://", "https://")):
        return escape(words)
    return f'<a rel="noreferrer nofollow" href="{escape(url)}">{escape(words)}</a>'


def _table(revisions: list[dict[str, Any]]) -> list[str]:
    rows = [
        "<tr><th>Revision<th>Seen<th>Extractor<th>Content (SHA-256)<th>Capture<th>Bytes<th>SHA-256 of the bytes</tr>"
    ]
    for one in revisions:
        capture = one["capture"] or {"id": one["capture_id"], "warc": None, "sha256": "missing"}
        place = (
            f"{capture['warc']} at {capture['offset']}, {capture['length']} bytes" if capture["warc"] else "not kept"
        )
        cells = (
            *(one["revision"], one["seen_at"], one["extractor"], one["content_hash"], capture["id"]),
            *(place, capture["sha256"]),
        )
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in cells) + "</tr>")
    return ["<h2>Revisions</h2>", "<table>", *rows, "</table>"]
