"""Reading an archive: what the command line, notebooks and the site ask of it. Never writes, never waits."""

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from crawler.archive import database, exporting, withdrawals
from crawler.archive.facets import Facets, Profiles, facets
from crawler.archive.frames import frame
from crawler.archive.search import Filters, Result, check_filters, left_out, search
from crawler.archive.store import read_row
from crawler.errors import UsageError, WithdrawnError
from crawler.models import Article

STORED_KEYS = exporting.STORED_KEYS
DOCUMENT_KEYS = exporting.DOCUMENT_KEYS


class Archive:
    """An archive open for reading; a context manager. Rows are plain dicts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = database.open_for_reading(path)
        self._profiles = Profiles()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self.db.close()

    def search(
        self,
        text: str = "",
        filters: Filters | None = None,
        *,
        sort: str = "relevance",
        limit: int | None = 20,
        count: bool = True,
        exact: bool = False,
    ) -> Result:
        """Finds articles; see :func:`crawler.archive.search.search`."""
        return search(self.db, text, filters, sort=sort, limit=limit, count=count, exact=exact)

    def facets(self, text: str = "", filters: Filters | None = None) -> Facets:
        """What a search finds, counted by place, portal, section and time; see :mod:`crawler.archive.facets`."""
        return facets(self.db, text, filters, self._profiles)

    def resolve(self, identity: str) -> str:
        """The id under which an article stands today; ids that were folded away are followed."""
        return withdrawals.resolve(self.db, identity)

    def get(self, identity: str) -> dict[str, Any]:
        """One article's row by its id or an old one.

        Raises ``UsageError`` when no article has it, ``WithdrawnError`` when it was erased.
        """
        found = self.resolve(identity)
        row = self.db.execute("SELECT * FROM articles WHERE id = ?", (found,)).fetchone()
        if row is None:
            withdrawal = self.withdrawal(found)
            if withdrawal:
                raise WithdrawnError(f"{withdrawal}")
            raise UsageError(f"no article {identity!r} in {self.path}; 'tintinh search' prints ids")
        return dict(row)

    def withdrawal(self, identity: str) -> withdrawals.Withdrawal | None:
        """When and why an article was withdrawn, ``None`` when it wasn't."""
        return withdrawals.find(self.db, self.resolve(identity))

    def document(self, row: dict[str, Any]) -> dict[str, Any]:
        """A stored article under the keys of ``clean``, with what only the archive knows of it."""
        return exporting.documents_of(self.db, [row])[0]

    def documents_of(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same of several at once, in their order, which takes half the time."""
        return exporting.documents_of(self.db, rows)

    def documents(
        self, text: str = "", filters: Filters | None = None, *, sort: str = "newest"
    ) -> Iterator[dict[str, Any]]:
        """All articles that a search finds, ``newest`` or ``oldest`` first, one at a time and as of one moment."""
        return exporting.documents(self.db, exporting.rows(self.db, text, filters, sort))

    def frame(
        self,
        query: str = "",
        filters: Filters | None = None,
        engine: Literal["pandas", "polars"] = "pandas",
        *,
        sort: str = "newest",
    ) -> Any:
        """All that a search finds as a frame of pandas or polars, a row an article, columns of the view ``frame``.

        ``published_day`` is a day (``datetime64`` or ``Date``), ``published_month`` text that ``PeriodIndex(...,
        freq="M")`` reads, ``published`` text as read; times of the machine are UTC; unit ids are text, ``tags`` lists,
        ``body`` one text with a blank line between paragraphs. Undated articles come last; how many ``since`` and
        ``until`` left out is said in a warning.

        Raises ``ImportError`` when the library isn't installed (``pip install '.[analysis]'``), ``UsageError``
        for a query, filter or engine that can't be understood.
        """
        check_filters(self.db, filters or Filters())
        made = frame(self.db, query, filters, sort, engine)
        missed = left_out(self.db, query, filters or Filters())
        if missed:
            warnings.warn(f"{missed:,} undated articles match too and were left out by the days", stacklevel=2)
        return made

    def reading(self, row: dict[str, Any]) -> Article:
        """The article read anew from its stored page, with the furniture that was stripped.

        Raises ``DamagedError`` when the bytes aren't whole, ``WithdrawnError`` when they were overwritten.
        """
        return read_row(self.db, self.path, row)

    def revisions(self, identity: str) -> list[dict[str, Any]]:
        """All revisions of an article, oldest first, each with its full text."""
        return self._all("SELECT * FROM revisions WHERE article_id = ? ORDER BY revision", self.resolve(identity))

    def captures(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Every answer for the article's addresses, and those that its revisions were read from, oldest first."""
        return self._all(
            """SELECT * FROM captures WHERE url IN (?, ?)
            OR id IN (SELECT capture_id FROM revision_rows WHERE article_id = ?) ORDER BY fetched_at, id""",
            *(row["url"], row["canonical_url"], row["id"]),
        )

    def cluster(self, identity: str) -> list[dict[str, Any]]:
        """The articles that are one release with this one, itself included, earliest first and undated ones last.

        Rows of id, portal, url, title, published, published_day, published_month; empty when it stands alone.
        """
        return self._all(
            """SELECT id, portal, canonical_url AS url, title, published, published_day, published_month
            FROM articles WHERE cluster_id = (SELECT cluster_id FROM articles WHERE id = ?) AND hidden_at IS NULL
            ORDER BY published IS NULL, published, id""",
            self.resolve(identity),
        )

    def portals(self) -> list[dict[str, Any]]:
        """Portals in the archive with their figures."""
        return self._all(
            """SELECT p.*, count(a.id) AS articles, count(a.published) AS dated, max(a.published_day) AS newest,
            max(a.last_seen) AS last_seen FROM portals p
            LEFT JOIN articles a ON a.portal = p.name AND a.kind = 'article' AND a.hidden_at IS NULL
            GROUP BY p.name ORDER BY p.name"""
        )

    def rows(self, sql: str = "SELECT * FROM frame", *values: Any) -> Iterator[dict[str, Any]]:
        """Rows of any SELECT, one at a time."""
        for row in self.db.execute(sql, values):
            yield dict(row)

    def _all(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self.db.execute(sql, values)]


def open(path: str | Path = "archive.db") -> Archive:  # noqa: A001 - crawler.archive.open is the contract's name
    """Opens an archive for reading.

    Raises ``UsageError`` when there is none at the path, or the file is something else.
    """
    return Archive(Path(path))
