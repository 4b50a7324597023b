"""The sample's articles as the portal orders, addresses and lists them."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.samples.common import hashed, moment, token
from crawler.samples.model import Part, SampleArticle, SampleFile, SampleText

PAGES = "/portal/Pages/"
CHANNELS = "/portal/KenhTin/"
HOME = PAGES + "Trang-chu.aspx"
TOPIC = PAGES + "Tu-khoa.aspx"
NEWEST = ("Tin-moi-nhat", "Tin mới nhất")
ITEMS = 10
SHORT_ITEMS = 5
WINDOW = 5
NEIGHBOURS = 5
SKIN_CHANGED = 2021
STYLES = ("p", "div", "breaks", "font", "rte")
TABLES = ("cells", "th")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def bare(text: str) -> str:
    """Words without Vietnamese marks, joined by hyphens, letter case kept."""
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")


def random_end(number: int) -> str:
    """The six characters that the system appends so that no two addresses are equal."""
    rest, made = hashed("end", number, below=36**6), ""
    for _ in range(6):
        rest, index = divmod(rest, 36)
        made += _LETTERS[index]
    return made


@dataclass(frozen=True, slots=True)
class Channel:
    """A list of articles behind one address, ``items`` a page."""

    name: str
    title: str
    articles: tuple[SampleArticle, ...]
    items: int

    @property
    def path(self) -> str:
        """Its address."""
        return f"{CHANNELS}{self.name}.aspx"

    @property
    def last(self) -> int:
        """The number of its last page; an empty list has one page."""
        return max(1, -(-len(self.articles) // self.items))

    def page(self, number: int) -> tuple[SampleArticle, ...]:
        """What stands on a page."""
        return self.articles[(number - 1) * self.items : number * self.items]

    def links(self, number: int) -> list[tuple[str, int]]:
        """The pager as a grid view prints it: five numbers, and dots to the windows beside them."""
        if self.last == 1:
            return []
        first = (number - 1) // WINDOW * WINDOW + 1
        after = min(first + WINDOW, self.last + 1)
        links = [(str(one), one) for one in range(first, after)]
        before = [("...", first - 1)] if first > 1 else []
        return before + links + ([("...", after)] if after <= self.last else [])

    def offered(self, number: int) -> list[str]:
        """The arguments of the links on a page: those of the pager but the page itself."""
        return [f"Page${to}" for _, to in self.links(number) if to != number]


class Catalogue:
    """One edition's articles, newest first.

    ``days`` tells when an article was first published, by its id: its address never changes afterwards.
    """

    def __init__(self, text: SampleText, days: Mapping[int, str]) -> None:
        self.text = text
        self.days = days
        self.by_id = {one.id: one for one in text.articles}
        self.newest = sorted(text.articles, key=lambda one: (one.published, one.id), reverse=True)
        self.by_path = {self.path(one).lower(): one for one in self.newest}
        self.channels = self._channels()
        self.files = {self.file_path(one, file).lower(): (one, file) for one in self.newest for file in one.attachments}
        images = (part for one in self.newest for part in self.images(one))
        self.pictures = {part.src.lower(): part.src for part in images}

    def _channels(self) -> dict[str, Channel]:
        made = [
            Channel(bare(title), title, tuple(a for a in self.newest if key in (a.section, *a.also_in)), ITEMS)
            for key, title in self.text.sections.items()
        ]
        made.append(Channel(*NEWEST, tuple(self.newest), SHORT_ITEMS))
        return {one.path.lower(): one for one in made}

    def sections(self) -> list[Channel]:
        """The channels that are sections."""
        return [one for one in self.channels.values() if one.name != NEWEST[0]]

    def channel(self, article: SampleArticle) -> Channel:
        """The channel of an article's section."""
        return self.channels[f"{CHANNELS}{bare(self.text.sections[article.section])}.aspx".lower()]

    def first_day(self, article: SampleArticle) -> str:
        """The day in the article's address, ISO 8601."""
        return self.days.get(article.id, article.published)[:10]

    def path(self, article: SampleArticle) -> str:
        """The article's address as lists print it."""
        year, month, day = map(int, self.first_day(article).split("-"))
        return f"{PAGES}{year}-{month}-{day}/{bare(article.title)[:50]}{random_end(article.id)}.aspx"

    def file_path(self, article: SampleArticle, file: SampleFile) -> str:
        """Where a document lies: by month, a key glued to its name."""
        return f"/portal/VanBan/{self.first_day(article)[:7]}/{token('file', file.file)[:16]}{file.file}"

    @staticmethod
    def images(article: SampleArticle) -> list[Part]:
        """Pictures in reading order."""
        first = [article.lead_image] if article.lead_image else []
        return first + [part for part in article.parts if part.type == "image"]

    def tagged(self, tag: str) -> list[SampleArticle]:
        """Articles with a tag."""
        return [one for one in self.newest if tag in one.tags]

    def newer(self, article: SampleArticle, *, same: bool) -> list[SampleArticle]:
        """The articles after this one, newest first: five nearest of its section or five newest of all."""
        later = [one for one in self.newest if one.published > article.published and one.id != article.id]
        if same:
            return [one for one in later if one.section == article.section][-NEIGHBOURS:]
        return later[:NEIGHBOURS]

    def new_skin(self, article: SampleArticle) -> bool:
        """Whether the article was made with the layout that came later."""
        return moment(self.first_day(article)).year >= SKIN_CHANGED

    @staticmethod
    def style(article: SampleArticle) -> str:
        """How this article's editor marks paragraphs up."""
        return STYLES[article.id % len(STYLES)]

    @staticmethod
    def table(article: SampleArticle) -> str:
        """How tables of this article are marked up."""
        return TABLES[article.id % len(TABLES)]

    @staticmethod
    def views(article: SampleArticle) -> int:
        """How often the article had been read before this server started."""
        return hashed("views", article.slug, below=1900) + 60
