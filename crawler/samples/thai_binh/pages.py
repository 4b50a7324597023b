"""Renders the pages of the Báo Thái Bình sample: what templates need is gathered here."""

import calendar
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from markupsafe import Markup

from crawler.samples.common import WEEKDAYS, environment, hashed, moment, plain, turn
from crawler.samples.hai_duong.paper import Shelf, View, pictures
from crawler.samples.model import SampleArticle, SampleFile

ITEMS = 10
FED = 20
FIRST_ID = 79400
"""The CMS's numbers are five digits; the texts' begin at 1."""
CATEGORIES = {"thoi-su": 4, "kinh-te": 5, "doi-song": 206}
STYLES = ("plain", "justify", "broken", "div", "spans")
TABLES = ("th", "cells", "thead")
CLIPS = (
    "Truyền hình mẫu: Bản tin sáng",
    "Truyền hình mẫu: Chuyện nhà nông",
    "Phát thanh mẫu: Kể chuyện làng",
)


def category(section: str) -> int:
    """The number of a section in addresses."""
    return CATEGORIES.get(section) or 300 + hashed("category", section, below=600)


def article_path(article: SampleArticle, number: int | None = None) -> str:
    """The address of an article, seen from a category (the main one unless told)."""
    seen = category(article.section) if number is None else number
    return f"/tin-tuc/{seen}/{FIRST_ID + article.id}/{article.slug}"


def file_path(article: SampleArticle, file: SampleFile) -> str:
    """The address of a document, in the upload folder of the month."""
    when = moment(article.published)
    return f"/upload/file/{when.month}_{when.year}/{file.file}"


def listed_time(when: datetime) -> str:
    """A time as lists have it: 24 hours, and the half of the day besides."""
    return when.strftime("%d.%m.%Y | %H:%M ") + ("PM" if when.hour >= 12 else "AM")


def credited(caption: str) -> Markup:
    """A caption whose photographer stands in italics of his own."""
    said, mark, who = caption.rpartition(" Ảnh: ")
    return plain(said) + Markup(" <i>Ảnh: {}</i>").format(who) if mark else plain(caption)


class Pages:
    """Pages of one edition; ``links`` are the addresses that editors wrote into bodies."""

    def __init__(self, shelf: Shelf, links: dict[int, str]) -> None:
        self.shelf = shelf
        self.links = links
        self.templates = environment(Path(__file__).parent / "templates")
        self.templates.filters["credited"] = credited

    def render(self, template: str, view: View, /, **values: Any) -> bytes:
        """A template with what stands on every page; ``values`` add to it and win."""
        text = self.shelf.text
        common: dict[str, Any] = {
            "base": view.base,
            "site": text.title,
            "place": text.place,
            "menu": [(f"/tin-tuc/{category(slug)}", name) for slug, name in text.sections.items()],
            "clock": f"{WEEKDAYS[view.now.weekday()]}, {view.now:%d/%m/%Y, %H:%M}[GMT+7]",
            "online": 12 + hashed("online", view.number, below=90),
            "visits": f"{9_412_077 + view.number:,}",
            "clip": turn(CLIPS, view.number),
            "read": self.cards(turn(self._popular(), view.number), 0),
        }
        return self.templates.get_template(template).render({**common, **values}).encode()

    def _popular(self) -> list[list[SampleArticle]]:
        """Sets of five articles, of which the block of the most read shows one in turn."""
        return [self.shelf.newest[start : start + 5] for start in (0, 3, 6)]

    def cards(self, articles: Iterable[SampleArticle], number: int | None = None) -> list[dict[str, Any]]:
        """Articles as lists show them, addressed under a category."""
        return [self._card(one, number) for one in articles]

    def _card(self, article: SampleArticle, number: int | None) -> dict[str, Any]:
        when = moment(article.published)
        image = next(iter(pictures(article)), None)
        return {
            "path": article_path(article, number),
            "title": article.title,
            "lead": article.lead or "",
            "thumb": image.src if image else "",
            "time": listed_time(when),
            "sent": format_datetime(when),
        }

    def days(self, day: date, number: int) -> dict[str, Any]:
        """The widget "Xem tin theo ngày": select boxes and a link for every day of the day's month."""
        home = f"/tin-tuc/{number}"
        weeks = calendar.monthcalendar(day.year, day.month)
        return {
            "home": home,
            "day": day,
            "weeks": [[(one, f"{home}?ngay={one:02}-{day:%m-%Y}") for one in week] for week in weeks],
            "before": _near(home, day, -1),
            "after": _near(home, day, 1),
            "years": range(day.year - 9, day.year + 2),
        }

    def article(self, article: SampleArticle, view: View) -> bytes:
        """The detail page, the same under whatever category number it was asked for."""
        image = next(iter(pictures(article)), None)
        number = category(article.section)
        return self.render(
            "article.html",
            view,
            title=article.title,
            description=article.lead or article.body()[0],
            image=view.base + image.src if image else "",
            story=self._story(article, view),
            same=self.cards(self.shelf.around(article, 4, 6), number),
            days=self.days(view.now.date(), number),
            day_news=self.cards(self.shelf.newest[:10], 0),
        )

    def _story(self, article: SampleArticle, view: View) -> dict[str, Any]:
        when = moment(article.published)
        first = (article.lead_image,) if article.lead_image else ()
        printed = f"{WEEKDAYS[when.weekday()]}, {when:%d/%m/%Y | %H:%M:%S}"
        views = 300 + hashed("views", article.slug, below=4000) + view.number
        return {
            "title": article.title,
            "lead": article.lead or "",
            "printed": "" if "no_date" in article.flags else printed,
            "views": f"{views:,}",
            "section": self.shelf.text.sections[article.section],
            "list": f"/tin-tuc/{category(article.section)}",
            "parts": (*first, *article.parts),
            "style": STYLES[article.id % len(STYLES)],
            "table": TABLES[article.id % len(TABLES)],
            "byline": article.byline,
            "source": article.source,
            "bracketed": article.id % 2 == 1,
            "bold": article.id % 3 != 1,
            "tags": article.tags,
            "files": [(file_path(article, one), one.title) for one in article.attachments],
            "address": lambda to: self.links.get(to, "/"),
            "host": view.base if article.id % 2 else "",
        }

    def listing(self, articles: list[SampleArticle], number: int, name: str, page: int, view: View) -> bytes:
        """A page of a list; beyond the last one the last comes again."""
        page = min(page, max(1, -(-len(articles) // ITEMS)))
        cards = self.cards(articles[(page - 1) * ITEMS : page * ITEMS], number)
        days = self.days(view.now.date(), number)
        path = f"/tin-tuc/{number}"
        return self.render("list.html", view, title=name, path=path, page=page, cards=cards, days=days)

    def day(self, articles: list[SampleArticle], number: int, name: str, day: date, view: View) -> bytes:
        """The list of a day: what came out on it, if anything, then older news, so that no day is empty."""
        told = day.isoformat()
        found = [one for one in articles if one.published.startswith(told)]
        older = [one for one in articles if one.published < told] or articles
        cards = self.cards((*found, *older[: ITEMS - len(found)]), number)
        title, days = f"{name} - Tin ngày {day:%d/%m/%Y}", self.days(day, number)
        return self.render("list.html", view, title=title, path="", page=1, cards=cards, days=days)

    def tag(self, tag: str, view: View) -> bytes:
        """All articles with a tag, on one page, or none."""
        cards, days = self.cards(self.shelf.tagged(tag), 0), self.days(view.now.date(), 0)
        return self.render("list.html", view, title=f"Tags: {tag}", path="", page=1, cards=cards, days=days)

    def front(self, view: View) -> bytes:
        """The home page: the newest under number 0, then each section's under its own."""
        groups = [
            (f"/tin-tuc/{category(slug)}", name, self.cards(self.shelf.listed(slug)[:4], category(slug)))
            for slug, name in self.shelf.text.sections.items()
        ]
        top, days = self.cards(self.shelf.newest[:6], 0), self.days(view.now.date(), 0)
        return self.render("front.html", view, title=self.shelf.text.title, top=top, groups=groups, days=days)

    def error(self, view: View) -> bytes:
        """What stands at an address that nothing has."""
        return self.render("error.html", view, title="Không tìm thấy trang")

    def rss(self, view: View) -> bytes:
        """The newest twenty of all."""
        return self.render("rss.xml", view, items=self.cards(self.shelf.newest[:FED]))


def _near(home: str, day: date, step: int) -> str:
    """The address of the next or previous day; the calendar ends only where the language's does."""
    try:
        return f"{home}?ngay={day + timedelta(days=step):%d-%m-%Y}"
    except OverflowError:
        return home
