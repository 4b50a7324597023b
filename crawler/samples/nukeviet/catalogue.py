"""The sample's articles as NukeViet orders and addresses them."""

import re

from crawler.samples.common import hashed
from crawler.samples.model import Part, SampleArticle, SampleText

MODULE = "/vi/news/"
ITEMS = 10
STYLES = ("plain", "justify", "div", "mso", "spans", "bare")
TABLES = ("thead", "cells", "th")


def tag_alias(tag: str) -> str:
    """A tag in an address: lower case, letters with their marks and digits, hyphens between."""
    return re.sub(r"\W+", "-", tag.lower()).strip("-")


class Catalogue:
    """One edition's articles, newest first."""

    def __init__(self, text: SampleText) -> None:
        self.text = text
        self.by_id = {one.id: one for one in text.articles}
        self.newest = sorted(text.articles, key=lambda one: (one.published, one.id), reverse=True)
        self.popular = sorted(text.articles, key=self.hits, reverse=True)[:ITEMS]
        # The upload folder's names, thumbnails included.
        self.pictures = {part.src for one in text.articles for part in self._images(one)}
        self.pictures |= {self.thumb(source) for source in self.pictures}

    @staticmethod
    def _images(article: SampleArticle) -> list[Part]:
        first = [article.lead_image] if article.lead_image else []
        return first + [part for part in article.parts if part.type == "image"]

    def image(self, article: SampleArticle) -> Part | None:
        """The picture that stands for an article in lists."""
        return next(iter(self._images(article)), None)

    @staticmethod
    def thumb(source: str) -> str:
        """NukeViet keeps small pictures under /assets/ by the same name."""
        return source.replace("/uploads/", "/assets/", 1)

    def path(self, article: SampleArticle, section: str | None = None) -> str:
        """The address of an article, seen from a section (the main one unless told)."""
        return f"{MODULE}{section or article.section}/{article.slug}-{article.id}.html"

    def listed(self, section: str) -> list[SampleArticle]:
        """Articles of a section, those that stand in it as their second one included."""
        return [one for one in self.newest if section in (one.section, *one.also_in)]

    def tagged(self, alias: str) -> list[SampleArticle]:
        """Articles with a tag."""
        return [one for one in self.newest if alias in map(tag_alias, one.tags)]

    def by_account(self, account: str) -> list[SampleArticle]:
        """Articles that an account of the CMS put in."""
        return [one for one in self.newest if one.account == account]

    def related(self, article: SampleArticle) -> tuple[list[SampleArticle], list[SampleArticle]]:
        """Ten newer and ten older articles of the section, each list beginning with the nearest in time."""
        same = self.listed(article.section)
        at = same.index(article)
        return same[max(0, at - ITEMS) : at][::-1], same[at + 1 : at + 1 + ITEMS]

    @staticmethod
    def hits(article: SampleArticle) -> int:
        """How often the article had been read before this server started."""
        return hashed("hits", article.slug, below=880) + 20

    @staticmethod
    def comments(article: SampleArticle) -> int:
        """Comments shown below the article: a reader's and the answer, or none."""
        return 2 if article.id % 4 == 3 else 0

    @staticmethod
    def votes(article: SampleArticle) -> int:
        """How many readers rated the article."""
        return hashed("votes", article.slug, below=5) if article.id % 2 else 0

    @staticmethod
    def style(article: SampleArticle) -> str:
        """How this article's editor marks paragraphs up; a flag of the text by the style's name decides."""
        return next((one for one in STYLES if one in article.flags), STYLES[article.id % len(STYLES)])

    @staticmethod
    def table(article: SampleArticle) -> str:
        """How tables of this article are marked up."""
        return TABLES[article.id % len(TABLES)]

    @staticmethod
    def copyright(article: SampleArticle) -> bool:
        """Whether the notice on reprinting stands below the article."""
        return article.id % 3 == 1
