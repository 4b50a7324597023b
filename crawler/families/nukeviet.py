"""NukeViet, the open Vietnamese CMS of many district and commune portals; pages and addresses.

Read off its templates and a real 4.5.05 (stock desktop and mobile themes) and the eGovernment theme.
Its visible date is right. Its microdata ``datePublished`` is the time of the last edit, its feed prints
the month where minutes belong, and its metadata writes a zone abbreviation where ISO wants a letter.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, unquote, urlsplit, urlunsplit

from crawler.dates import machine
from crawler.dates.models import DateReading
from crawler.families.base import Credits, Family, Layout
from crawler.models import Asset, Kind, Sighting
from crawler.page.parse import Element, Page, has_class, words
from crawler.text.normalise import line

_ARTICLE = re.compile(
    r"^(?:/index\.php)?(?:/(?:vi|en))?"
    r"(?:/(?P<module>[a-z0-9\-]+)(?:/(?:print|savefile|sendmail))?(?=/[^/]+/[^/]+))?"
    r"/(?P<cat>[A-Za-z0-9\-]+)/(?!page-\d+/)(?P<slug>[^/]+)-(?P<id>\d+)(?:\.html|/)$"
)
# Modules whose pages look like a category's articles but are no news.
_OTHER_MODULES = {
    *("about", "page", "siteterms", "users", "voting", "contact", "statistics", "seek", "banners", "laws"),
    *("tag", "author", "topic", "groups", "content", "search", "rss"),
}
_PRINTED = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?P<zone>[A-Z]{1,5}|[+-]\d\d(?:\d\d)?)(?P<clock>\d\d:\d\d):\d\d$")
_WORLD = timedelta(hours=14)
"""No zone lies farther from Viet Nam's; most lie less far."""
_VARIANT = re.compile(r"/(?:print|savefile|sendmail)/")
_ROOT = f"//div[{has_class('news_column')}][.//h1[@itemprop='headline']][1]"
_TAGS = f"//em[{has_class('fa-tags')}]/..//a[contains(@href, '/tag/')]"
_SECTION = "//meta[@property='article:section']/@content"
_FURNITURE = {
    "counter": f"//ul[{has_class('counter')}]",
    "session": "//div[@id='timeoutsess']",
    "rating": "//form[@id='form3B']",
    "comments": "//div[@id='idcomment']",
    "related": (
        f"//div[{has_class('other-news')}]|//ul[{has_class('related')}][not(ancestor::div[{has_class('other-news')}])]"
    ),
    "clock": f"//span[{has_class('current-time')}]",
    "menu": "//nav",
}


def _credits(page: Page, root: Element) -> Credits:
    """Names behind "Tác giả" and "Nguồn tin"; a linked one is an account of the CMS and no by-line."""
    byline = source = None
    for label in page.all(
        ".//p[contains(@class, 'text-right')]/strong[1]|.//*[@id='author']/p/strong[1]|.//*[@id='author']/strong[1]",
        root,
    ):
        paragraph, said = label.getparent(), words(label).rstrip(": ").lower()
        if said in ("tác giả", "tác giả bài viết"):
            names = [line(piece) for piece in page.all("text()", paragraph)]
            byline = line(" ".join(names)).strip(" ,") or None
        elif said in ("nguồn tin", "nguồn"):
            source = words(paragraph)[len(words(label)) :].strip(" :") or None
    return Credits(byline, source)


def _attachments(page: Page, root: Element) -> list[Asset]:
    found = []
    for link in page.all(f"//div[{has_class('news-download-file')}]//a[@download or contains(@href, 'download=1')]"):
        title = page.text("strong", link) or words(link)
        kind = re.search(r"\.([a-z0-9]{2,5})$", title.lower()) or re.search(
            r"\.([a-z0-9]{2,5})$", line(link.get("title") or "").lower()
        )
        found.append(Asset(page.absolute(link.get("href")), title, kind.group(1) if kind else None))
    return found


_STOCK = Layout(
    "stock",
    root=_ROOT,
    title=".//h1[@itemprop='headline']",
    stamp=f".//span[{has_class('h5')}]|.//em[{has_class('time')}]",
    lead=".//div[@itemprop='description']",
    pictures=f".//figure[{has_class('article')}]",
    body=f".//div[{has_class('bodytext')}]",
    tags=_TAGS,
    section=_SECTION,
    furniture=_FURNITURE,
    credits=_credits,
    attachments=_attachments,
)
_EGOV = replace(
    _STOCK,
    furniture=_FURNITURE
    | {"views": f"//div[{has_class('newsdetailmetatop')}]//span[{has_class('h5')}][position() > 1]"},
    name="egov",
    root=f"//div[{has_class('newsdetail')}][.//h1][1]",
    title=".//h1",
    stamp=f".//div[{has_class('newsdetailmetatop')}]//span[{has_class('h5')}]|.//span[{has_class('h5')}]",
    lead=f".//*[{has_class('hometext')}]",
    body=f".//*[@id='news-bodyhtml']|.//div[{has_class('bodytext')}]|.//div[{has_class('hnewsdetail')}]",
)
_PRINT = replace(
    _STOCK,
    name="print",
    root="//div[@id='print']",
    title=".//*[@id='content']/h1|.//*[@id='title']|.//h1",
    stamp=f".//ul[{has_class('list-inline')}]/li[1]",
    lead=".//*[@id='hometext']",
    pictures=f".//*[{has_class('imghome')}]",
    body=".//*[@id='bodytext']",
    furniture={
        "tools": f".//li[{has_class('hidden-print')}]",
        "menu": "//div[@id='hd_print']",
        "footer": "//div[@id='footer']",
        "session": "//div[@id='timeoutsess']",
    },
)


def _is_named(page: Page) -> bool:
    return page.meta.get("generator", "").lower().startswith("nukeviet")


class NukeViet(Family):
    """See the module."""

    name = "nukeviet"
    traces = ("timeoutsess", "news_column", "news-bodyhtml", "/vi/news/", "nv=news")
    layouts = (_STOCK, _EGOV, _PRINT)
    text_marks = (
        re.compile(r"Bạn đã không sử dụng Site, Bấm vào đây để duy trì trạng thái đăng nhập\..*"),
        re.compile(r"Tổng số điểm của bài viết là: .*"),
    )

    def leaves_trace(self, page: Page) -> bool:
        """Most of its pages name their generator."""
        return _is_named(page) or super().leaves_trace(page)

    def evidence(self, page: Page) -> list[str]:
        """The named generator counts twice: nobody else prints it."""
        if _is_named(page):
            return ["meta generator NukeViet", "which nobody else prints"]
        marks = {
            "the session notice #timeoutsess": (b"timeoutsess", "//div[@id='timeoutsess']"),
            "div.news_column": (b"news_column", f"//div[{has_class('news_column')}]"),
            "addresses of /vi/news/": (b"news", "//a[contains(@href, '/vi/news/') or contains(@href, 'nv=news')]"),
            "ul.counter": (b"counter", f"//ul[{has_class('counter')}]"),
            "div#news-bodyhtml": (b"news-bodyhtml", "//div[@id='news-bodyhtml']"),
        }
        return self.seen(page, marks)

    def kind(self, page: Page, url: str | None) -> Kind | None:
        """Lists repeat ``news_column`` without a headline; a refusal is an alert in an empty article."""
        for alert in page.all(f"//div[{has_class('alert-info')}]") if b"alert-info" in page.body else ():
            if "không được phép xem" in words(alert) and page.first(f"//div[{has_class('bodytext')}]") is None:
                return "blocked"
        if page.first("//h1[@itemprop='headline']") is not None:
            return None
        return "listing" if page.first(f"//div[{has_class('news_column')}]//h3/a|//h2/a") is not None else None

    def canonical(self, url: str, page: Page | None = None) -> str:
        """Print, save and mail addresses fold onto the article's; query strings aren't part of it.

        The page's own rel=canonical counts unless it names another article or such a variant, as NukeViet's
        print pages do.
        """
        own = page.canonical if page else None
        if own and self.identity(own) == self.identity(url) and not _VARIANT.search(urlsplit(own).path):
            url = own
        parts = urlsplit(_pretty(url))
        path = _VARIANT.sub("/", parts.path, count=1)
        return urlunsplit(
            (parts.scheme, parts.netloc.lower(), quote(unquote(path), safe="/%:@!$&'()*+,;=~-._"), "", "")
        )

    def identity(self, url: str) -> str | None:
        """Host, module and number: the alias and the category of an address may change or be wrong."""
        parts = urlsplit(_pretty(url))
        found = _ARTICLE.match(parts.path)
        if not found or found["cat"] in _OTHER_MODULES or found["module"] in _OTHER_MODULES:
            return None
        return f"{parts.netloc.lower().removeprefix('www.')}/{found['module'] or 'news'}#{found['id']}"

    def updated(self, page: Page) -> str | None:
        """Both forms are the edit time; the visible microdata is ISO, the meta malformed."""
        hidden = page.text("//span[@itemprop='dateModified']")
        return hidden or page.meta.get("article:modified_time")

    def settled(
        self, page: Page, stamp: DateReading, hints: Sequence[Sighting]
    ) -> tuple[DateReading | None, list[str]]:
        """The stamp in Viet Nam's time: left at its default (byCountry) a site shows each visitor his own country's.

        The same clock stands in the head's metadata with its zone, and sitemap and feed say it in theirs.
        """
        if len(stamp.value) < 16:
            return stamp, []
        printed = _PRINTED.match(page.meta.get("article:published_time", ""))
        if printed and f"{printed['day']}T{printed['clock']}" == stamp.value[:16]:
            told = machine(printed.string)
            if told is None:
                return None, [f"zone_unknown: the page shows its times in the zone {printed['zone']}"]
            if len(told.value) >= 16 and told.value[:16] != stamp.value[:16]:
                size = 16 if stamp.precision == "minute" else 19
                moved = replace(stamp, value=told.value[:size] + "+07:00")
                return moved, [f"zone_by_country: the page shows its times in the zone {printed['zone']}"]
        return _as_told(stamp, hints)

    def trusted(self, hint: Sighting) -> Sighting | None:
        """The feed's minutes are the month's number (gmdate H:m:s), so only its day counts."""
        if hint.basis == "feed" and hint.value:
            return replace(hint, value=hint.value[:10])
        return hint


def _as_told(stamp: DateReading, hints: Sequence[Sighting]) -> tuple[DateReading | None, list[str]]:
    """The stamp, unless a sitemap or feed says that its hour is another zone's: then what they are sure of."""
    shown = datetime.fromisoformat(stamp.value[:16])
    said = [(hint, machine(hint.value)) for hint in hints if hint.value and hint.basis in ("sitemap", "feed")]
    if any(told and told.value[:16] == stamp.value[:16] for _, told in said):
        return stamp, []
    for hint, told in said:
        if told is None or len(told.value) < 16:
            continue
        real = datetime.fromisoformat(told.value[:16])
        if hint.basis == "feed":
            # Its minutes are the month's number.
            real = real.replace(minute=shown.minute)
        apart = abs(real - shown)
        if timedelta(0) < apart <= _WORLD and apart.seconds % 1800 == 0:
            value = f"{real:%Y-%m-%d}" if hint.basis == "feed" else f"{real:%Y-%m-%dT%H:%M}+07:00"
            precision = "day" if hint.basis == "feed" else "minute"
            note = f"zone_by_country: the page shows {stamp.value[11:16]}, the {hint.basis} says {hint.value}"
            return replace(stamp, value=value, precision=precision), [note]
    return stamp, []


def _pretty(url: str) -> str:
    """The rewritten form of ``index.php?language=vi&nv=news&op=cat/slug-1``, other addresses unchanged."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if "nv" not in query:
        return url
    language, op = query.get("language", ["vi"])[0], query.get("op", [""])[0].strip("/")
    path = "/".join(piece for piece in ("", language, query["nv"][0], op) if piece or piece == "")
    tail = ".html" if re.search(r"-\d+$", op) else "/"
    return urlunsplit((parts.scheme, parts.netloc, path + tail, "", ""))


FAMILY = NukeViet()
