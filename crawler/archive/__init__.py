"""The archive: one SQLite file for facts and text, WARC files beside it for the bytes."""

from crawler.archive.reader import Archive, open  # noqa: A004 - the contract calls it crawler.archive.open

__all__ = ["Archive", "open"]
