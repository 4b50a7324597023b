"""Scrapy's settings: those of a polite guest, and every default that would be unsafe here set aside.

Other packages are named by strings only; whoever runs Scrapy loads this module explicitly, because
outside the project's folder Scrapy would silently use its defaults.
"""

from crawler.version import __version__

BOT_NAME = "tintinh"
TINTINH_CONTACT = "https://example.org/set-TINTINH_CONTACT"
"""Where an administrator reaches whoever runs this crawl: an address or e-mail, part of the agent's name."""
USER_AGENT = f"tintinh/{__version__} (archive of provincial news; +{{contact}})"
TINTINH_AGENT_TOKEN = "tintinh"  # noqa: S105 - the product token of robots.txt, no secret

SPIDER_MODULES: list[str] = []
SPIDER_LOADER_CLASS = "spiders.engine.scrapy_loader.PortalLoader"
ITEM_PIPELINES = {
    "pipelines.clean.CleanPipeline": 100,
    "pipelines.archive.ArchivePipeline": 200,
}

# robots.txt is kept by the crawl itself, which records its answer, obeys RFC 9309 where Scrapy doesn't
# (a server error is a no) and takes Crawl-delay from it; Scrapy's own reader would fetch it a second time.
ROBOTSTXT_OBEY = False
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True

# Every answer is filed as it came: redirects, errors and waits are decided by crawler.crawl, which
# remembers them across runs. A meta refresh on a NukeViet 404 would turn it into a 200 of another page.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
HTTPERROR_ALLOW_ALL = True
COOKIES_ENABLED = False
# One item comes of an answer; Scrapy would otherwise start a hundred workers for each.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False
REFERRER_POLICY = "no-referrer"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Ports that would run code or show state to anyone on the machine.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "WARNING"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
MEMUSAGE_ENABLED = False
LOGSTATS_INTERVAL = 0
EXTENSIONS = {"scrapy.extensions.logstats.LogStats": None, "scrapy.extensions.corestats.CoreStats": 0}
