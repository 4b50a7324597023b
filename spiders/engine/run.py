"""Running a crawl: one Scrapy process over a session, asked for by the command line by name."""

import os
from collections.abc import Callable, Sequence

from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings

from crawler.archive.store import Store
from crawler.crawl.plan import Options, Plan
from crawler.crawl.session import Session
from crawler.models import PortalInfo
from spiders.engine import loader
from spiders.engine.spider import PortalsSpider
from spiders.families.base import Portal
from spiders.families.undeclared import Undeclared


def resolve(target: str) -> Portal:
    """A portal by its name, or by an http address that nobody declared."""
    return Undeclared(target) if "://" in target else loader.portal_class(target)()


def info_of(portal: Portal) -> PortalInfo:
    """What is known of a portal before it is asked."""
    return portal.about() if isinstance(portal, Undeclared) else portal.info()


def declared() -> list[PortalInfo]:
    """All declarations, by name."""
    return [loader.portal_class(name).info() for name in loader.names()]


def settings() -> Settings:
    """Our settings, loaded explicitly, with the operator's contact in the agent's name."""
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    contact = os.environ.get("TINTINH_CONTACT") or made.get("TINTINH_CONTACT")
    made.set("USER_AGENT", made.get("USER_AGENT").format(contact=contact), priority="cmdline")
    return made


def crawl(
    store: Store, targets: Sequence[str], options: Options, watch: Callable[[Session], None] | None = None
) -> Session:
    """Crawls until nothing is due and returns the session with its figures.

    ``watch`` is called once before the start. Signals end the crawl cleanly: what was fetched is stored.
    """
    portals = [resolve(target) for target in dict.fromkeys(targets)]
    plans = [_plan(store, portal) for portal in portals]
    made = settings()
    session = Session(store, plans, options, made.get("TINTINH_AGENT_TOKEN"))
    if watch:
        watch(session)
    process = _Process(made, session)
    names = {plan.info.name: portal for plan, portal in zip(plans, portals, strict=True)}
    process.crawl(PortalsSpider, session=session, portals=names)
    process.start()
    return session


class _Process(CrawlerProcess):
    """Scrapy's process, which notes the signal that ended it: the exit status tells of it."""

    def __init__(self, made: Settings, session: Session) -> None:
        super().__init__(made)
        self._session = session

    def _signal_shutdown(self, signum: int, frame: object) -> None:
        self._session.signal = signum
        super()._signal_shutdown(signum, frame)


def _plan(store: Store, portal: Portal) -> Plan:
    info = info_of(portal)
    store.declare(info)
    family = info.family or store.family_of(info.name)
    if isinstance(portal, Undeclared) and family:
        portal.know(family)
    return Plan(info, portal.seeds(), family)
