"""Renders the NukeViet sample's pages: what a template needs is gathered here, markup is the template's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from markupsafe import Markup

from crawler.samples.common import WEEKDAYS, Counters, environment, moment, plain, token, turn
from crawler.samples.model import SampleArticle
from crawler.samples.nukeviet.catalogue import ITEMS, MODULE, Catalogue, tag_alias
from crawler.samples.nukeviet.words import WORDS

_OVER = {
    "&": "&amp;", "'": "&#039;", '"': "&quot;", "<": "&lt;", ">": "&gt;", "\\": "&#x005C;", "/": "&#x002F;",
    "(": "&#40;", ")": "&#41;", "*": "&#42;", "[": "&#91;", "]": "&#93;", "!": "&#33;", "=": "&#x3D;",
    "#": "&#x23;", "%": "&#x25;", "^": "&#x5E;", ":": "&#x3A;", "{": "&#x7B;", "}": "&#x7D;", "`": "&#x60;",
    "~": "&#x7E;",
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def over(text: str) -> Markup:
    """Escapes far more than HTML needs, as NukeViet does with titles and attributes."""
    return Markup("".join(_OVER.get(letter, letter) for letter in text))  # noqa: S704 - just escaped


def broken(text: str) -> Markup:
    """A lead as the page prints it: line breaks become tags, with no space around."""
    return plain(text).replace("\n", Markup("<br />"))


def malformed(when: datetime) -> str:
    """A time as NukeViet's metadata has it: the zone's name stands where the T should."""
    return when.strftime("%Y-%m-%d+07%H:%M:%S")


def feed_time(when: datetime) -> str:
    """A time as NukeViet's feeds have it: the month's number stands where the minutes should."""
    utc = when - timedelta(hours=7)
    day = f"{_DAYS[utc.weekday()]}, {utc.day} {_MONTHS[utc.month - 1]} {utc.year}"
    return f"{day} {utc.hour:02}:{utc.month:02}:{utc.second:02} GMT"


@dataclass(frozen=True, slots=True)
class View:
    """What of a request a page depends on."""

    base: str
    number: int
    now: datetime
    mobile: bool = False


class Pages:
    """Pages of one edition in one theme; ``links`` are the addresses that editors wrote into bodies."""

    def __init__(self, catalogue: Catalogue, theme: str, links: dict[int, str]) -> None:
        self.catalogue = catalogue
        self.theme = theme
        self.links = links
        self.words = {**WORDS, **{key: value for key, value in catalogue.text.words.items() if key in WORDS}}
        self.templates = environment(Path(__file__).parent / "templates")
        self.templates.filters.update(over=over, broken=broken, dots=lambda number: f"{number:,}")

    def render(self, template: str, view: View, /, **values: Any) -> bytes:
        """A template with what stands on every page; ``values`` add to it and win."""
        text = self.catalogue.text
        common: dict[str, Any] = {
            "layout": "mobile.html" if view.mobile else f"{self.theme}.html",
            "base": view.base, "number": view.number, "mobile": view.mobile,
            "now": view.now.strftime("%d/%m/%Y, %H:%M"), "stamp": int(view.now.timestamp()),
            "site": text.title, "place": text.place, "sections": text.sections, "words": self.words,
            "counters": Counters.at(text.title, view.number),
            "check": token("check", text.title, view.number),
            "about": turn(self.words["about"], view.number),
            "poll": turn(self.words["polls"], view.number + 1),
            "popular": self.cards(self.catalogue.popular, view),
            "meta": None, "before": "", "after": "", "trail": (), "address": None,
            "description": self._said(),
        }  # fmt: skip
        return self.templates.get_template(template).render({**common, **values}).encode()

    def _said(self) -> str:
        return f"{self.catalogue.text.title}. {self.templates.globals['NOTICE']}"

    def cards(self, articles: Iterable[SampleArticle], view: View, section: str | None = None) -> list[dict[str, Any]]:
        """Articles as lists show them, addressed as seen from a section."""
        return [self._card(one, view, section) for one in articles]

    def _card(self, article: SampleArticle, view: View, section: str | None) -> dict[str, Any]:
        image = self.catalogue.image(article)
        when = moment(article.published)
        glued = (article.lead or "").replace("\n", "")
        return {
            "id": article.id,
            "path": self.catalogue.path(article, section if section in article.also_in else None),
            "title": article.title,
            "lead": article.lead or "",
            "teaser": glued if len(glued) <= 150 else glued[:150].rpartition(" ")[0] + "...",
            "thumb": self.catalogue.thumb(image.src) if image else "",
            "note": image.caption if image else "",
            "day": when.strftime("%d/%m/%Y"),
            "clock": when.strftime("%H:%M"),
            "minute": when.strftime("%d/%m/%Y %H:%M"),
            "second": when.strftime("%d/%m/%Y %H:%M:%S"),
            "gmt": feed_time(when),
            "hits": self.catalogue.hits(article) + view.number,
            "comments": self.catalogue.comments(article),
        }

    def article(self, article: SampleArticle, view: View) -> bytes:
        """The detail page, in the mobile theme where the client is a telephone."""
        theme = "mobile" if view.mobile else self.theme
        newer, older = self.catalogue.related(article)
        return self.render(
            f"article_{theme}.html",
            view,
            canonical=view.base + self.catalogue.path(article),
            newer=self.cards(newer, view, article.section),
            older=self.cards(older, view, article.section),
            trail=self._trail(article.section),
            **self._shown(article, view),
        )

    def print(self, article: SampleArticle, view: View, kind: str) -> bytes:
        """The page for printing or saving, which calls itself canonical."""
        own = f"{MODULE}{kind}/{self._tail(article)}"
        return self.render("print.html", view, canonical=view.base + own, **self._shown(article, view))

    def _tail(self, article: SampleArticle) -> str:
        return self.catalogue.path(article).removeprefix(MODULE)

    def _trail(self, section: str) -> list[tuple[str, str]]:
        return [(MODULE, "Tin Tức"), (f"{MODULE}{section}/", self.catalogue.text.sections[section])]

    def _shown(self, article: SampleArticle, view: View) -> dict[str, Any]:
        edited = moment(article.updated or article.published)
        meta = {
            "tags": article.tags,
            "image": self.catalogue.image(article),
            "published": malformed(moment(article.published)),
            "modified": malformed(edited),
            "section": self.catalogue.text.sections[article.section],
        }
        said = article.lead or next(iter(article.body()), article.title)[:160]
        return {
            "title": article.title,
            "description": said.replace("\n", " "),
            "meta": meta,
            "address": lambda to: self.links.get(to, MODULE),
            "article": {**self._content(article), **self._around(article, view)},
        }

    def _content(self, article: SampleArticle) -> dict[str, Any]:
        lead_image = article.lead_image
        return {
            "id": article.id,
            "title": article.title,
            "lead": article.lead or "",
            "parts": article.parts,
            "lead_image": lead_image,
            "thumb": self.catalogue.thumb(lead_image.src) if lead_image else "",
            "image": self.catalogue.image(article),
            "byline": article.byline,
            "account": article.account,
            "source": article.source,
            "style": self.catalogue.style(article),
            "table": self.catalogue.table(article),
        }

    def _around(self, article: SampleArticle, view: View) -> dict[str, Any]:
        when = moment(article.published)
        path = self.catalogue.path(article)
        names = [one.file.rpartition("/")[2] for one in article.attachments]
        comments = [when + timedelta(hours=8, minutes=1), when + timedelta(days=2, hours=11, minutes=48)]
        return {
            "path": path,
            "tail": self._tail(article),
            "printed": f"{WEEKDAYS[when.weekday()]} - {when:%d/%m/%Y %H:%M}",
            "edited": moment(article.updated or article.published).isoformat(),
            "tags": [(tag, tag_alias(tag)) for tag in article.tags],
            "files": [
                {"name": name, "path": path, "key": token(path, name), "preview": name.endswith(".pdf")}
                for name in names
            ],
            "commented": [f"{one:%d/%m/%Y %H:%M}" for one in comments[: self.catalogue.comments(article)]],
            "hits": self.catalogue.hits(article) + view.number,
            "votes": self.catalogue.votes(article),
            "copyright": self.catalogue.copyright(article),
        }

    def section(self, alias: str, page: int, view: View) -> bytes:
        """A page of a section's list."""
        listed = self.catalogue.listed(alias)
        name, home = self.catalogue.text.sections[alias], f"{MODULE}{alias}/"
        last, end = self.pages(alias), page * ITEMS
        paths = [home] + [f"{home}page-{number}/" for number in range(2, last + 1)]
        return self.render(
            "list.html",
            view,
            title=name if page == 1 else f"{name} - Trang {page}",
            description=f"{name}. {self._said()}",
            canonical=view.base + paths[page - 1],
            trail=self._trail(alias),
            name=name, home=home, page=page, last=last,
            before=paths[page - 2] if page > 1 else "",
            after=paths[page] if page < last else "",
            cards=self.cards(listed[end - ITEMS : end], view, alias),
            others=self.cards(listed[end : end + ITEMS], view, alias),
        )  # fmt: skip

    def pages(self, alias: str) -> int:
        """How many pages a section's list has; an empty one has one."""
        return max(1, -(-len(self.catalogue.listed(alias)) // ITEMS))

    def front(self, path: str, view: View) -> bytes:
        """The home page or the module's first page: the newest, then each section's newest."""
        catalogue = self.catalogue
        groups = [
            (alias, name, self.cards(catalogue.listed(alias)[:3], view, alias))
            for alias, name in catalogue.text.sections.items()
        ]
        return self.render(
            "front.html",
            view,
            title=catalogue.text.title if path == "/vi/" else "Tin Tức",
            canonical=view.base + path,
            trail=[] if path == "/vi/" else [(MODULE, "Tin Tức")],
            hot=self.cards(catalogue.newest[:6], view),
            groups=groups,
        )

    def topic(self, name: str, path: str, found: list[SampleArticle], view: View) -> bytes:
        """The list of a tag or of an account."""
        return self.render(
            "topic.html", view, title=name, name=name, canonical=view.base + path,
            trail=[(MODULE, "Tin Tức")], cards=self.cards(found, view),
        )  # fmt: skip

    def page(self, title: str, path: str, lines: list[str], view: View) -> bytes:
        """A page that is no news."""
        trail, place = [(path, title)], view.base + path
        return self.render("page.html", view, title=title, canonical=place, trail=trail, lines=lines)

    def rss(self, alias: str | None, view: View) -> bytes:
        """The newest thirty of a section or of all."""
        found = self.catalogue.listed(alias) if alias else self.catalogue.newest
        name = "Tin Tức" + (f" - {self.catalogue.text.sections[alias]}" if alias else "")
        tail = f"{alias}/" if alias else ""
        own, items = f"{MODULE}rss/{tail}", self.cards(found[:30], view, alias)
        return self.render("rss.xml", view, name=name, home=MODULE + tail, own=own, items=items)
