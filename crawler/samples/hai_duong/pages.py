"""Renders the pages of the Báo Hải Dương sample: what templates need is gathered here."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from crawler.samples.common import WEEKDAYS, environment, hashed, moment, turn
from crawler.samples.hai_duong.paper import Shelf, View, pictures
from crawler.samples.model import SampleArticle, SampleFile

ITEMS = 10
FIRST_ID = 98000
"""The CMS's numbers are five digits; the texts' begin at 1."""
NEWER_SKIN = "2022-01-01"
CATEGORIES = {"chinh-tri": 1, "kinh-te": 5, "xa-hoi": 11}
STYLES = ("justify", "plain", "spans", "mso", "div")
TABLES = ("cells", "thead", "th")
SIGNED = ("right", "padded", "italic")
READERS = (
    ("Hữu Tình", "Bài viết rất thiết thực, mong báo mẫu tiếp tục phản ánh."),
    ("Một bạn đọc ở Chí Sơn", "Tôi đồng tình với ý kiến của tác giả."),
)
ADVERTS = (
    "Quảng cáo mẫu: Lớp học đan lưới cho người mới bắt đầu",
    "Quảng cáo mẫu: Chợ phiên đồ cũ mở sáng chủ nhật",
    "Quảng cáo mẫu: Cho thuê thuyền nan theo giờ",
)


def is_new(article: SampleArticle) -> bool:
    """Whether the article came out after the paper changed its skin and its addresses."""
    return article.published >= NEWER_SKIN


def article_path(article: SampleArticle) -> str:
    """The address of an article, by the custom of the year in which it came out."""
    tail = f"{article.slug}-{FIRST_ID + article.id}"
    return f"/{tail}.html" if is_new(article) else f"/{article.section}/{tail}"


def file_path(article: SampleArticle, file: SampleFile) -> str:
    """The address of a document, in the library's folder of the day."""
    day = article.published[:10].replace("-", "")
    return f"/files/library/documents/site-1/{day}/{file.file}"


def category(section: str) -> int:
    """The number of a section in list addresses."""
    return CATEGORIES.get(section) or 20 + hashed("category", section, below=70)


def list_path(section: str) -> str:
    """The address of a section's list."""
    return f"/chuyen-muc/{section}/{category(section)}"


class Pages:
    """Pages of one edition; ``links`` are the addresses that editors wrote into bodies."""

    def __init__(self, shelf: Shelf, links: dict[int, str]) -> None:
        self.shelf = shelf
        self.links = links
        self.templates = environment(Path(__file__).parent / "templates")

    def render(self, template: str, view: View, /, **values: Any) -> bytes:
        """A template with what stands on every page; ``values`` add to it and win."""
        text = self.shelf.text
        weather = {"heat": 18 + hashed("heat", view.number, below=17), "wet": 60 + view.number % 37}
        common: dict[str, Any] = {
            "base": view.base,
            "site": text.title,
            "place": text.place,
            "menu": [(list_path(slug), name) for slug, name in text.sections.items()],
            "today": f"{WEEKDAYS[view.now.weekday()]}, {view.now:%d/%m/%Y}",
            "weather": weather,
            "advert": turn(ADVERTS, view.number),
            "latest": self.cards(self.shelf.newest[:8]),
            "twin": "/m/",
        }
        return self.templates.get_template(template).render({**common, **values}).encode()

    def cards(self, articles: Iterable[SampleArticle]) -> list[dict[str, Any]]:
        """Articles as lists show them."""
        return [self._card(one) for one in articles]

    def _card(self, article: SampleArticle) -> dict[str, Any]:
        when = moment(article.published)
        image = next(iter(pictures(article)), None)
        return {
            "path": article_path(article),
            "section": article.section,
            "title": article.title,
            "lead": article.lead or "",
            "thumb": image.src.replace("/", "\\") if image else "",
            "day": when.strftime("%d/%m/%Y"),
            "minute": when.strftime("%d/%m/%Y %H:%M"),
            "sent": format_datetime(when),
            "iso_day": article.published[:10],
        }

    def article(self, article: SampleArticle, view: View, *, mobile: bool = False) -> bytes:
        """The detail page in the skin of its year, or in the mobile one."""
        skin = "mobile" if mobile else "new" if is_new(article) else "old"
        image = next(iter(pictures(article)), None)
        path, near = article_path(article), self.shelf.around(article, 4, 8)
        return self.render(
            f"article_{skin}.html",
            view,
            title=article.title,
            description=article.lead or article.body()[0],
            canonical=view.base + path,
            twin="/m" + path,
            image=view.base + image.src if image else "",
            story=self._story(article, view.base, skin),
            related=self.cards(near[::3]),
            others=self.cards(one for index, one in enumerate(near) if index % 3),
            structured=self._structured(article, view.base, image.src if image else ""),
        )

    def _story(self, article: SampleArticle, base: str, skin: str) -> dict[str, Any]:
        when = moment(article.published)
        first = (article.lead_image,) if article.lead_image else ()
        return {
            "title": article.title,
            "lead": article.lead or "",
            "printed": _printed(article, when),
            "section": self.shelf.text.sections[article.section],
            "list": list_path(article.section),
            "parts": (*first, *article.parts),
            "style": STYLES[article.id % len(STYLES)],
            "table": TABLES[article.id % len(TABLES)],
            "signed": SIGNED[article.id % len(SIGNED)],
            "byline": article.byline,
            "source": article.source,
            "tags": article.tags,
            "files": [(file_path(article, one), one.title) for one in article.attachments],
            "comment": READERS[article.id % 2] if article.id % 4 == 3 else None,
            "commented": (when + timedelta(days=1, hours=9)).strftime("%d/%m/%Y %H:%M"),
            "number": FIRST_ID + article.id,
            "timed": article.id % 2 == 0,
            "address": lambda to: ("/m" if skin == "mobile" else "") + self.links.get(to, "/"),
            "place": lambda src: _place(src, base if article.id % 2 else ""),
        }

    def _structured(self, article: SampleArticle, base: str, image: str) -> dict[str, Any]:
        """The newer skin's JSON-LD: local time labelled as UTC, and the paper as its author."""
        paper = {"@type": "Organization", "name": self.shelf.text.title}
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": base + article_path(article),
            "headline": article.title,
            "description": article.lead or "",
            "image": [base + image] if image else [],
            "datePublished": article.published + "Z",
            "author": paper,
            "publisher": paper,
        }

    def section(self, slug: str, page: int, view: View) -> bytes:
        """A page of a section's list; beyond the last page it is empty."""
        name, path = self.shelf.text.sections[slug], list_path(slug)
        cards = self.cards(self.shelf.listed(slug)[(page - 1) * ITEMS : page * ITEMS])
        return self.render("list.html", view, title=name, path=path, page=page, cards=cards, feed=slug)

    def tag(self, tag: str, view: View) -> bytes:
        """All articles with a tag, on one page."""
        cards = self.cards(self.shelf.tagged(tag))
        return self.render("list.html", view, title=f"Từ khóa: {tag}", path="", page=1, cards=cards, feed="home")

    def front(self, view: View, *, mobile: bool = False) -> bytes:
        """The home page: the newest, then each section's newest."""
        groups = [
            (list_path(slug), name, self.cards(self.shelf.listed(slug)[:4]))
            for slug, name in self.shelf.text.sections.items()
        ]
        top = self.cards(self.shelf.newest[: 20 if mobile else 6])
        template = "front_mobile.html" if mobile else "front.html"
        return self.render(template, view, title=self.shelf.text.title, top=top, groups=groups)

    def page(self, template: str, title: str, view: View) -> bytes:
        """A page that is no news."""
        return self.render(template, view, title=title)

    def rss(self, slug: str, view: View) -> bytes:
        """The newest thirty of a section, or of all for the slug "home"."""
        found = self.shelf.newest if slug == "home" else self.shelf.listed(slug)
        name = self.shelf.text.sections.get(slug, "Trang chủ")
        return self.render("rss.xml", view, name=name, slug=slug, items=self.cards(found[:30]))

    def sitemap(self, view: View) -> bytes:
        """Every list and every article, with the day of publication only."""
        return self.render("sitemap.xml", view, items=self.cards(self.shelf.newest))


def _printed(article: SampleArticle, when: datetime) -> str:
    if is_new(article):
        return when.strftime("%d/%m/%Y %H:%M")
    return f"{WEEKDAYS[when.weekday()].upper()}, {when:%d/%m/%Y %H:%M:%S}"


def _place(src: str, base: str) -> str:
    """An image's address as the editor's file picker on Windows left it."""
    return base + src.replace("/", "\\")
