"""Lists, feeds and sitemaps: what they lead to, when to turn the page and when to stop."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.archive.frontier import Lease
from crawler.archive.store import Store
from crawler.crawl.filing import Filing
from crawler.crawl.plan import Found, NextPage, Options, Plan
from crawler.identity import canonical_of, key_of
from crawler.models import Fetched, Link, Sighting

_DEEPEST = 2000
"""Pages of one list that are followed; the longest list known of has some hundreds."""


class Lists:
    """See the module. Callers hold the transaction."""

    def __init__(self, store: Store, plans: dict[str, Plan], options: Options) -> None:
        self._store = store
        self._options = options
        self._filing = Filing(store, plans)
        self._plans = plans
        self._seen: dict[tuple[str, str], set[str]] = {}
        self._waiting: dict[str, list[str]] = {}

    def start(self, plan: Plan, sitemaps: list[str]) -> None:
        """Queues where a portal's crawl begins: its declared starts and the sitemaps that robots.txt names."""
        self._seed(plan, list(plan.seeds))
        if plan.family is None:
            # An undeclared portal's sitemap can't be read before its pages have told the family.
            self._waiting[plan.info.name] = sitemaps
        else:
            self._seed(plan, [Link(url, "sitemap") for url in sitemaps])

    def _seed(self, plan: Plan, links: list[Link]) -> None:
        for link in links:
            if self.on_site(plan, link.url):
                key = key_of(link.url, plan.family)
                self._store.frontier.add(plan.info.name, key, link.url, link.role, depth=0, again=True)

    def on_site(self, plan: Plan, url: str) -> bool:
        """Whether an address belongs to the portal: its host and port, with or without www."""
        return _host(url) == plan.info.host.lower().removeprefix("www.")

    def same_host(self, plan: Plan, url: str) -> bool:
        """Whether an address has the portal's host; its port may differ as http's and https's do."""
        return (urlsplit(url).hostname or "").removeprefix("www.") == _host(f"//{plan.info.host}").partition(":")[0]

    def page(self, lease: Lease, fetched: Fetched, found: Found) -> None:
        """Files a list page: what it said of articles, where it led, and whether to go on."""
        plan, portal = self._plans[lease.portal], lease.portal
        if found.family and plan.family is None:
            plan.family = found.family
            self._store.set_family(portal, found.family, found.evidence)
            self._seed(plan, [Link(url, "sitemap") for url in self._waiting.pop(portal, [])])
        links = [link for link in found.links if self.on_site(plan, link.url)]
        source = self._store.frontier.address(portal, lease.root) if lease.root else lease.url
        said = [replace(link.sighting, seen_in=source) for link in links if link.sighting]
        told = self._store.sight(portal, plan.family, said)
        unseen = self._queue(plan, lease, links)
        root = lease.root or lease.key
        if found.next_page and not self.on_site(plan, found.next_page.url):
            # An advertisement with a page number in its address is no pager.
            found.next_page = None
        goes_on = bool(found.next_page) and self._goes_on(lease, root, unseen)
        if goes_on and found.next_page:
            self._turn(plan, lease, root, found.next_page)
        elif found.fault is None and (found.next_page is None or not self._stops_at_known(lease)):
            # Either nothing follows, or the page only repeated what this run had met: the list's end.
            self._store.frontier.set_complete(portal, root)
        self._store.capture(fetched, keep=lease.root is None or not goes_on)
        self._store.count(portal, pages=1)
        if found.fault:
            self._filing.record(lease, "list_unreadable", found.fault, fetched.status)
        self._store.frontier.done(lease)
        self._filing.told(portal, told)

    def _turn(self, plan: Plan, lease: Lease, root: str, after: NextPage) -> None:
        """Queues the page that follows; one that is posted for has no address of its own, so it gets a number."""
        url = f"{after.url}#page={after.number}" if after.form else after.url
        key = key_of(after.url, plan.family) + (f"#page={after.number}" if after.form else "")
        self._store.frontier.add(
            plan.info.name,
            key,
            url,
            lease.role,
            depth=lease.depth + 1,
            again=True,
            root=root,
            parent=lease.key,
            form=after.form,
        )

    def ended(self, lease: Lease, fetched: Fetched, address: str, key: str) -> None:
        """A list page that redirects: past its end to its beginning, or to where the list now stands."""
        portal = lease.portal
        if lease.root is not None:
            self._store.frontier.set_complete(portal, lease.root)
        else:
            self._store.frontier.add(portal, key, address, lease.role, depth=lease.depth, again=True, parent=lease.key)
        self._store.capture(fetched, keep=True)
        self._store.frontier.done(lease)

    def _queue(self, plan: Plan, lease: Lease, links: list[Link]) -> int:
        """Queues what a page led to; how many of the list's own entries this run met for the first time."""
        portal, unseen = plan.info.name, 0
        met = self._seen.setdefault((portal, lease.root or lease.key), set())
        for link in links:
            article = link.role == "article"
            address = canonical_of(link.url, plan.family) if article else link.url.partition("#")[0]
            key = key_of(address, plan.family)
            if article and link.sighting:
                fresh = not self._store.frontier.known(portal, key)
                unseen += key not in met and (fresh or not self._stops_at_known(lease))
                met.add(key)
            self._store.frontier.add(portal, key, address, link.role, depth=lease.depth + 1, again=not article)
        return unseen

    def _stops_at_known(self, lease: Lease) -> bool:
        """After a list was once read to its end, a page without news ends the reading."""
        root = lease.root or lease.key
        return not self._options.full and self._store.frontier.complete(lease.portal, root)

    def _goes_on(self, lease: Lease, root: str, unseen: int) -> bool:
        return unseen > 0 and lease.depth < _DEEPEST

    def is_too_old(self, said: Iterable[Sighting]) -> bool:
        """Whether ``--since`` leaves an article out: all that was said of its date lies before."""
        since = self._options.since
        days = [one.value for one in said if one.value]
        return bool(since and days) and all(day[: len(since or "")] < (since or "")[: len(day)] for day in days)


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
