"""The pages behind the first of an article of several, read each by the same way and joined to it."""

from collections.abc import Callable, Sequence

from crawler.extract.layout import Reading
from crawler.extract.parts import Pager, find_pager, take_out
from crawler.models import Asset, Furniture, Part
from crawler.page.parse import Page
from crawler.paging import MOST, number_of


class Joined:
    """Finds the first page's pager and takes it out of the tree, which must not have been read before."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pager = find_pager(page)
        self._furniture = take_out(self._pager)

    def join(
        self, first: Reading, parts: Sequence[Part], read: Callable[[Page], Reading]
    ) -> tuple[list[str], list[str]]:
        """Adds the further pages to the first one's reading, and a note how many of them there are.

        Gives the addresses of all further pages known, in order, and those of them that nothing was read of.
        """
        if not self._pager.addresses:
            return [], []
        own = self._page.url or ""
        given = {found[0]: part for part in parts if (found := number_of(part.url, own))}
        joined = _Content(first)
        joined.furniture(self._furniture)
        done = set()
        for number in range(2, MOST + 1):
            # A page read may name pages that the first one left out.
            if number in self._pager.addresses and number in given and self._read(given[number], joined, read):
                done.add(number)
        addresses = sorted(self._pager.addresses.items())
        missing = [url for number, url in addresses if number not in done]
        without = f", without {' '.join(missing)}" if missing else ""
        first.notes.append(f"paged: {1 + len(done)} of {1 + len(addresses)} pages read{without}")
        return [url for _, url in addresses], missing

    def _read(self, part: Part, joined: "_Content", read: Callable[[Page], Reading]) -> bool:
        """Reads one further page; whether it had anything to add."""
        page = Page(part.body, url=part.url, content_type=part.content_type, moment=self._page.moment)
        pager = find_pager(page, self._page.url)
        furniture = take_out(pager)
        reading = read(page)
        if reading.kind is not None or not joined.add(reading):
            return False
        joined.furniture(furniture)
        self._add(pager)
        return True

    def _add(self, pager: Pager) -> None:
        for number, url in pager.addresses.items():
            self._pager.addresses.setdefault(number, url)


class _Content:
    """The first page's reading, which grows by the further ones'."""

    def __init__(self, reading: Reading) -> None:
        self._all = reading
        self._own = list(reading.content.body)
        self._heads = {one for one in (reading.title, reading.lead, *self._own[:1]) if one}

    def furniture(self, found: list[Furniture]) -> None:
        """Adds furniture that isn't told yet."""
        content = self._all.content
        content.furniture = list(dict.fromkeys([*content.furniture, *found]))

    def add(self, part: Reading) -> bool:
        """Adds a page's text and what goes with it; whether it had any of its own.

        A server that doesn't know the page often answers with the first one.
        """
        content, new = self._all.content, part.content
        body = self._fresh(part)
        if part.content.body == self._own or not (body or new.images or new.attachments):
            return False
        content.body = content.body + body
        content.captions = list(dict.fromkeys([*content.captions, *new.captions]))
        content.images = _with(content.images, new.images)
        content.attachments = _with(content.attachments, new.attachments)
        content.media = _with(content.media, new.media)
        content.byline, content.source = new.byline or content.byline, new.source or content.source
        self._all.tags = list(dict.fromkeys([*self._all.tags, *part.tags]))
        self._all.notes += [note for note in part.notes if note not in self._all.notes]
        self.furniture(new.furniture)
        return True

    def _fresh(self, part: Reading) -> list[str]:
        """A page's paragraphs without the head that is repeated on it; a headline of its own is a subhead."""
        heads = [one for one in (part.title, part.lead) if one and not self._repeats(one)]
        body = list(part.content.body)
        while body and self._repeats(body[0]):
            del body[0]
        return [*heads, *body]

    def _repeats(self, text: str) -> bool:
        title = self._all.title
        return text in self._heads or bool(title and text.startswith(title) and len(text) - len(title) <= _MARK)


_MARK = 20
"""Characters by which a further page's title may be longer than the first one's: " - Trang 2", " (phần 2)"."""


def _with(known: list[Asset], more: list[Asset]) -> list[Asset]:
    urls = {one.url for one in known}
    return known + [one for one in more if one.url not in urls]
