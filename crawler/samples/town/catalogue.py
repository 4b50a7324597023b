"""The sample's articles as the town's system numbers, orders and lists them."""

from crawler.samples.common import hashed
from crawler.samples.model import Part, SampleArticle, SampleText

START = "/Default.aspx"
FEED = "/rss.aspx"
FILES = "/Upload/VanBan/"
ITEMS = 10
FEED_ITEMS = 20
NEIGHBOURS = 6
STYLES = ("justify", "mso", "div", "plain", "spans")
TABLES = ("cells", "thead")
_FIRST_TAB, _TAB_STEP = 52, 11


class Catalogue:
    """One edition's articles, newest first; sections are numbered in the order of the texts."""

    def __init__(self, text: SampleText) -> None:
        self.text = text
        self.by_id = {one.id: one for one in text.articles}
        self.newest = sorted(text.articles, key=lambda one: (one.published, one.id), reverse=True)
        self.tabs = {key: _FIRST_TAB + _TAB_STEP * index for index, key in enumerate(text.sections)}
        self.by_tab = {tab: key for key, tab in self.tabs.items()}
        self.files = {(FILES + file.file).lower(): (one, file) for one in self.newest for file in one.attachments}
        images = (part for one in self.newest for part in self.images(one))
        self.pictures = {part.src.lower(): part.src for part in images}

    def path(self, article: SampleArticle) -> str:
        """The address of an article as lists and feeds print it."""
        return f"{START}?tabid={self.tabs[article.section]}&ID={article.id}"

    def other_path(self, article: SampleArticle, number: int) -> str:
        """The same address as other blocks print it: keys in another order and case, and a tracking key."""
        tab, mid = self.tabs[article.section], 380 + number % 7
        forms = (
            f"/default.aspx?ID={article.id}&tabid={tab}&mid={mid}",
            f"{START}?TabId={tab}&mid={mid}&id={article.id}",
            f"{START}?mid={mid}&tabid={tab}&ID={article.id}",
        )
        return forms[hashed("form", article.id, below=len(forms))]

    @staticmethod
    def images(article: SampleArticle) -> list[Part]:
        """Pictures in reading order."""
        first = [article.lead_image] if article.lead_image else []
        return first + [part for part in article.parts if part.type == "image"]

    def listed(self, section: str) -> list[SampleArticle]:
        """Articles of a section."""
        return [one for one in self.newest if section in (one.section, *one.also_in)]

    def last(self, section: str) -> int:
        """The number of the last page of a section's list; an empty one has one page."""
        return max(1, -(-len(self.listed(section)) // ITEMS))

    def fed(self, section: str | None) -> list[SampleArticle]:
        """What the feed of a section, or of all, holds."""
        return (self.listed(section) if section else self.newest)[:FEED_ITEMS]

    def newer(self, article: SampleArticle) -> list[SampleArticle]:
        """The articles next after this one, newest first: of its section, or of all if there is none."""
        later = [one for one in self.newest if one.published[:10] > article.published[:10]]
        same = [one for one in later if one.section == article.section]
        return (same or later)[-NEIGHBOURS:]

    @staticmethod
    def style(article: SampleArticle) -> str:
        """How this article's editor marks paragraphs up."""
        return STYLES[article.id % len(STYLES)]

    @staticmethod
    def table(article: SampleArticle) -> str:
        """How tables of this article are marked up."""
        return TABLES[article.id % len(TABLES)]
