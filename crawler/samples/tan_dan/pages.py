"""Renders the Tân Dân sample's pages: what a template needs is gathered here, markup is the template's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crawler.samples.common import WEEKDAYS, environment, hashed, moment, token
from crawler.samples.model import SampleArticle
from crawler.samples.tan_dan import viewstate
from crawler.samples.tan_dan.catalogue import HOME, NEWEST, PAGES, TOPIC, Catalogue, Channel
from crawler.samples.tan_dan.words import FOREIGN, LINKS

PAGER = "ctl00$PlaceHolderMain$g_5c1d$ctl00$pager"
SHORT = 88


def half_day(when: datetime) -> str:
    """A time as lists print it: twelve hours, SA before noon and CH after it, no leading zero."""
    return f"{when:%d/%m/%Y} {when.hour % 12 or 12}:{when:%M} {'SA' if when.hour < 12 else 'CH'}"


def shortened(title: str) -> str:
    """A title as narrow lists print it, cut at a word."""
    return title if len(title) <= SHORT else title[:SHORT].rpartition(" ")[0] + "..."


@dataclass(frozen=True, slots=True)
class View:
    """What of a request a page depends on; ``path`` is in the letter case that was asked for."""

    base: str
    number: int
    now: datetime
    path: str

    def cased(self, path: str) -> str:
        """An address of a page in the letter case of the address that was asked for."""
        small = self.path.startswith(PAGES.lower())
        return PAGES.lower() + path.removeprefix(PAGES) if small and path.startswith(PAGES) else path


class Pages:
    """Pages of one edition."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.templates = environment(Path(__file__).parent / "templates")

    def render(
        self,
        template: str,
        view: View,
        /,
        *,
        title: str,
        hidden: dict[str, str] | None = None,
        **values: Any,
    ) -> bytes:
        """A template with what stands on every page; ``hidden`` are the form's fields if it has its own."""
        text = self.catalogue.text
        now = view.now
        common: dict[str, Any] = {
            "base": view.base, "site": text.title, "place": text.place, "title": title,
            "action": "./" + quote(view.path.rpartition("/")[2]),
            "hidden": hidden or viewstate.fields(view.path, 1, ()),
            "digest": "0x" + token("digest", view.number).upper() + now.strftime(",%d %b %Y %H:%M:%S -0000"),
            "menu": self.catalogue.sections(), "home": view.cased(HOME), "links": LINKS,
            "today": f"{WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y}",
            "online": hashed("online", text.title, view.number, below=1800) + 120,
            "canonical": "",
        }  # fmt: skip
        return self.templates.get_template(template).render({**common, **values}).encode()

    def cards(self, articles: Iterable[SampleArticle], view: View) -> list[dict[str, str]]:
        """Articles as lists show them."""
        return [self._card(one, view) for one in articles]

    def _card(self, article: SampleArticle, view: View) -> dict[str, str]:
        image = next(iter(self.catalogue.images(article)), None)
        return {
            "address": view.cased(self.catalogue.path(article)),
            "title": article.title,
            "short": shortened(article.title),
            "lead": article.lead or "",
            "thumb": image.src if image else "",
            "time": half_day(moment(article.published)),
        }

    @staticmethod
    def foreign(number: int, count: int) -> list[dict[str, str]]:
        """News of neighbours, newest first; which of them stand there turns with the request."""
        chosen = sorted(FOREIGN, key=lambda one: hashed("foreign", one.host, number, below=1 << 30))[:count]
        return [
            {
                "address": f"http://{one.host}{one.path}",
                "title": one.title,
                "short": shortened(one.title),
                "time": half_day(moment(one.time)),
            }
            for one in sorted(chosen, key=lambda one: one.time, reverse=True)
        ]

    def front(self, view: View) -> bytes:
        """The home page: each channel's newest, and news of neighbours."""
        groups = [(one, self.cards(one.articles[:4], view)) for one in self.catalogue.sections()]
        newest = self.catalogue.channels[f"/portal/kenhtin/{NEWEST[0].lower()}.aspx"]
        foreign = self.foreign(view.number, 4)
        return self.render("front.html", view, title="Trang chủ", groups=groups, newest=newest, foreign=foreign)

    def channel(self, channel: Channel, number: int, view: View) -> bytes:
        """A page of a channel, with the fields that lead to its other pages."""
        shown = channel.page(number)
        hidden = viewstate.fields(channel.path, number, channel.offered(number), (one.title for one in shown))
        return self.render(
            "channel.html", view, title=channel.title, hidden=hidden, channel=channel, number=number,
            links_of_pager=channel.links(number), pager=PAGER, cards=self.cards(shown, view),
            read=self.cards(self._read(view.number), view),
        )  # fmt: skip

    def _read(self, number: int) -> Sequence[SampleArticle]:
        """The most read articles of the minute."""
        newest = self.catalogue.newest
        return sorted(newest, key=lambda one: hashed("read", one.id, number, below=1 << 30))[:3]

    def article(self, article: SampleArticle, view: View) -> bytes:
        """The detail page in the skin the article was made with."""
        catalogue = self.catalogue
        new = catalogue.new_skin(article)
        when = moment(article.published)
        own = self.cards(catalogue.newer(article, same=False)[:3], view)
        return self.render(
            "article_new.html" if new else "article_old.html",
            view,
            title=article.title,
            canonical=view.base + quote(view.path) if new else "",
            article=article,
            channel=catalogue.channel(article),
            printed="" if "no_date" in article.flags else f"Đăng ngày {when:%d - %m - %Y}",
            views=catalogue.views(article) + view.number,
            style=catalogue.style(article),
            table=catalogue.table(article),
            wrapper="ExternalClass" + token("wrapper", article.slug).upper(),
            address=lambda to: view.cased(catalogue.path(catalogue.by_id[to])),
            files=[(catalogue.file_path(article, one), one.title) for one in article.attachments],
            tags=[(tag, f"{view.cased(TOPIC)}?k={quote(tag)}") for tag in article.tags],
            related=self.cards(catalogue.newer(article, same=True), view),
            latest=self.foreign(view.number, 2) + own,
        )

    def topic(self, tag: str, found: list[SampleArticle], view: View) -> bytes:
        """What has a tag."""
        return self.render("topic.html", view, title=f"Từ khóa: {tag}", cards=self.cards(found, view))

    def message(self, title: str, lines: Sequence[str], view: View) -> bytes:
        """A page that is no news."""
        return self.render("message.html", view, title=title, lines=lines)

    def fault(self, why: str) -> bytes:
        """The page of a failing WebForms program, which has nothing of the portal around it."""
        return self.templates.get_template("fault.html").render(why=why).encode()
