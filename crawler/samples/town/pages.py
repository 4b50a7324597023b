"""Renders the town sample's pages: what a template needs is gathered here, markup is the template's."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from crawler.samples.common import Counters, environment, moment, token, turn
from crawler.samples.model import SampleArticle
from crawler.samples.town.catalogue import FEED, FILES, ITEMS, START, Catalogue
from crawler.samples.town.words import LINKS, POLLS, WEATHER

NOTHING = "Không tìm thấy nội dung yêu cầu"


@dataclass(frozen=True, slots=True)
class View:
    """What of a request a page depends on."""

    base: str
    number: int


class Pages:
    """Pages of one edition."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.templates = environment(Path(__file__).parent / "templates")
        self.templates.filters["dots"] = lambda number: f"{number:,}".replace(",", ".")

    def render(self, template: str, view: View, /, *, section: str | None = None, **values: Any) -> bytes:
        """A template with what stands on every page, whose title is always the site's name."""
        text, number = self.catalogue.text, view.number
        feed = f"{FEED}?tabid={self.catalogue.tabs[section]}" if section else FEED
        common: dict[str, Any] = {
            "base": view.base, "site": text.title, "place": text.place, "start": START, "feed": feed,
            "menu": [(self.section_path(key), name) for key, name in text.sections.items()],
            "counters": Counters.at(text.title, number), "state": token("state", template, section),
            "poll": turn(POLLS, number), "weather": turn(WEATHER, number + 1), "links": LINKS,
        }  # fmt: skip
        return self.templates.get_template(template).render({**common, **values}).encode()

    def section_path(self, section: str) -> str:
        """The address of a section's list."""
        return f"{START}?tabid={self.catalogue.tabs[section]}"

    def cards(self, articles: Iterable[SampleArticle]) -> list[dict[str, str]]:
        """Articles as lists and feeds show them."""
        return [self._card(one) for one in articles]

    def _card(self, article: SampleArticle) -> dict[str, str]:
        image = next(iter(self.catalogue.images(article)), None)
        when = moment(article.published)
        return {
            "path": self.catalogue.path(article),
            "title": article.title,
            "lead": article.lead or "",
            "thumb": image.src if image else "",
            "day": f"{when:%d/%m/%Y}",
            "time": format_datetime(when),
        }

    def others(self, articles: Iterable[SampleArticle], view: View) -> list[dict[str, str]]:
        """Articles as side blocks show them, by addresses in other forms."""
        articles = list(articles)
        paths = [self.catalogue.other_path(one, view.number) for one in articles]
        return [card | {"path": path} for card, path in zip(self.cards(articles), paths, strict=True)]

    def front(self, view: View) -> bytes:
        """The home page: each section's newest."""
        catalogue = self.catalogue
        groups = [
            (self.section_path(key), name, self.others(catalogue.listed(key)[:4], view))
            for key, name in catalogue.text.sections.items()
        ]
        return self.render("front.html", view, groups=groups)

    def section(self, section: str, page: int, view: View) -> bytes:
        """A page of a section's list; the last one for every number past it."""
        last = self.catalogue.last(section)
        page = min(max(page, 1), last)
        shown = self.catalogue.listed(section)[(page - 1) * ITEMS : page * ITEMS]
        home = self.section_path(section)
        return self.render(
            "list.html", view, section=section, name=self.catalogue.text.sections[section],
            home=home, page=page, last=last, cards=self.cards(shown),
            pages=[(one, f"{home}&page={one}") for one in range(1, last + 1)],
        )  # fmt: skip

    def article(self, article: SampleArticle, view: View) -> bytes:
        """The detail page."""
        catalogue = self.catalogue
        day = f"{moment(article.published):%d/%m/%Y}"
        printed = f"Ngày đăng: {day}" if article.id % 2 else f"({day})"
        return self.render(
            "article.html",
            view,
            section=article.section,
            article=article,
            home=self.section_path(article.section),
            name=catalogue.text.sections[article.section],
            printed="" if "no_date" in article.flags else printed,
            style=catalogue.style(article),
            table=catalogue.table(article),
            address=lambda to: catalogue.other_path(catalogue.by_id[to], view.number),
            files=[(FILES + one.file, one.title) for one in article.attachments],
            others=self.others(catalogue.newer(article), view),
            path=catalogue.path(article),
        )

    def nothing(self, view: View) -> bytes:
        """What stands where nothing was found, with the status of a found page."""
        return self.render("nothing.html", view, said=NOTHING)

    def rss(self, section: str | None, view: View) -> bytes:
        """The feed of a section or of all."""
        text = self.catalogue.text
        name = f"{text.sections[section]} - {text.title}" if section else text.title
        home = self.section_path(section) if section else START
        items = self.cards(self.catalogue.fed(section))
        return self.render("rss.xml", view, section=section, name=name, home=home, items=items)
