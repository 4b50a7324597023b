"""tintinh, the library: reading, dating and archiving pages of Vietnamese provincial news.

``crawler.clean`` is the pure function behind everything; ``crawler.archive.open`` opens an archive.
Importing this loads neither Scrapy nor a database.
"""

from crawler.extract.clean import clean
from crawler.models import Article
from crawler.version import __version__

__all__ = ["Article", "__version__", "clean"]
