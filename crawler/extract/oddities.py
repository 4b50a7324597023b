"""What broken and hacked pages mix into an article: runs of letters that are no text, words of betting sites."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from crawler.extract.body import Content
from crawler.models import Furniture

_DATA = "data/spam.toml"
_RUN = re.compile(r"(?<!\S)(?!https?://|www\.)\S{201,}")
"""Two hundred letters without a space, as end the pages of vhds.baothanhhoa.vn by the thousand; no address."""
_KEPT = 400
"""Characters of a run that are kept as evidence."""
_MOST = 300_000
"""Characters of a body that are looked at for spam; what is longer is noted elsewhere."""


def drop_scrambled(content: Content) -> list[str]:
    """Takes runs of letters that are no text out of the body; the notes that say so, none for almost all pages."""
    sizes = []
    for place, text in enumerate(content.body):
        for run in _RUN.findall(text) if len(text) > _KEPT // 2 else ():
            sizes.append(len(run))
            content.furniture.append(Furniture("scrambled", run[:_KEPT]))
            content.body[place] = " ".join(content.body[place].replace(run, " ", 1).split())
    content.body = [text for text in content.body if text]
    return [f"scrambled: {len(sizes)} runs of {sum(sizes)} characters without a space were left out"] if sizes else []


def spam_notes(body: list[str]) -> list[str]:
    """A note for each paragraph that holds words of betting advertisements; none for almost all pages."""
    notes, left = [], _MOST
    for place, text in enumerate(body, 1):
        found = _spam().search(text.lower(), 0, max(left, 0))
        if found:
            notes.append(f"spam: paragraph {place} holds words of betting advertisements ({found[0]})")
        left -= len(text)
    return notes


@cache
def _spam() -> re.Pattern[str]:
    data = tomllib.loads(files("crawler").joinpath(_DATA).read_text("utf-8"))
    either = "|".join([*map(re.escape, data["phrases"]), *data["patterns"]])
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
