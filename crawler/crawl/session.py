"""One crawl over an open store: hands out addresses and files every answer in one transaction.

Whatever fetches pages (Scrapy, in ``spiders.engine``) asks :meth:`Session.take` and reports to
:meth:`Session.answered` or :meth:`Session.failed`; nothing is remembered that the archive doesn't hold.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urljoin, urlsplit

from crawler import families
from crawler.archive.frontier import Lease
from crawler.archive.store import Store
from crawler.clock import now
from crawler.crawl import robots
from crawler.crawl.filing import Filing
from crawler.crawl.lists import Lists
from crawler.crawl.pause import pause_of
from crawler.crawl.plan import Found, Options, Plan
from crawler.extract.clean import clean
from crawler.identity import canonical_of, key_of
from crawler.models import Article, Fetched

RETRY_AFTER = timedelta(seconds=20)
"""How long an address rests after a failure of the network or the server."""
_MOST_WAITS = 6
"""Requests to wait that a portal may make in one run; then it is left alone until the next."""
_HOPS = 5


class Session:
    """See the module. ``agent`` is the robots.txt product token."""

    def __init__(self, store: Store, plans: list[Plan], options: Options, agent: str) -> None:
        self.store = store
        self.plans = {plan.info.name: plan for plan in plans}
        self.options = options
        self._agent = agent
        self._filing = Filing(store, self.plans)
        self._lists = Lists(store, self.plans, options)
        self.policies: dict[str, robots.Policy] = {}
        self.refused: dict[str, str] = {}
        self._got: dict[str, int] = dict.fromkeys(self.plans, 0)
        self._under_way: dict[str, int] = dict.fromkeys(self.plans, 0)
        self._waits: dict[str, int] = dict.fromkeys(self.plans, 0)
        self._began = now(), monotonic()
        self.broken: Exception | None = None
        self.signal: int | None = None
        self.errors: list[str] = []
        self.listeners: list[Callable[[], object]] = []

    def robots_url(self, portal: str) -> str:
        """Where the portal's robots.txt lies."""
        return urljoin(self.plans[portal].info.start[0], "/robots.txt")

    def robots_moved(self, portal: str, answer: Fetched, hops: int) -> str | None:
        """Where a redirected robots.txt lies; ``None`` when it isn't redirected, leaves the site or never ends."""
        location = answer.header("Location")
        if not 300 <= answer.status < 400 or not location or hops >= _HOPS:
            return None
        target = urljoin(answer.url, location)
        on_site = urlsplit(target).scheme in ("http", "https") and self._lists.same_host(self.plans[portal], target)
        return target if on_site else None

    def begin(self, portal: str, answer: Fetched | None, detail: str = "") -> bool:
        """Takes note of robots.txt and queues where the crawl starts; whether the portal may be crawled.

        ``answer`` is ``None`` when there was none at all.
        """
        plan = self.plans[portal]
        with self.store.transaction():
            self.store.count(portal, requests=1)
            if answer is None:
                self.refused[portal] = f"unreachable: {detail}"
            else:
                self.store.capture(answer, keep=True)
                policy = self.policies[portal] = robots.read(answer, self._agent)
                self._remember_host(plan, policy)
                if policy.reason:
                    self.refused[portal] = f"robots: {policy.reason}"
            if portal in self.refused:
                reason, _, words = self.refused[portal].partition(": ")
                self.store.fail(portal, self.robots_url(portal), reason, words, answer.status if answer else None, None)
                self.store.count(portal, failed=1)
                return False
            self.store.frontier.revive(portal, absent=self.options.full)
            self._lists.start(plan, self.policies[portal].sitemaps)
            if self.options.recheck:
                self._recheck(portal)
        return True

    def take(self, portal: str, count: int) -> list[Lease]:
        """Up to ``count`` addresses to fetch now; robots' rules are kept here, and a refusal is on record."""
        allowed: list[Lease] = []
        while portal not in self.refused and len(allowed) < count:
            with self.store.transaction():
                left, only_parts = self._left(portal), self._has_enough(portal)
                leases = self.store.frontier.lease(
                    portal, count - len(allowed), _iso(self._now()), articles=left, only_parts=only_parts
                )
                wanted = [lease for lease in leases if self._wanted(lease)]
                self._under_way[portal] += sum(lease.role == "article" for lease in wanted)
            allowed += wanted
            if not leases or len(leases) == len(wanted):
                break
        return allowed

    def _has_enough(self, portal: str) -> bool:
        """Whether a limit is reached: only what completes the articles stored is asked for."""
        return self.options.limit is not None and self._got[portal] >= self.options.limit

    def _left(self, portal: str) -> int | None:
        """How many more articles may be asked for; ``None`` without a limit."""
        limit = self.options.limit
        return None if limit is None else max(0, limit - self._got[portal] - self._under_way[portal])

    def _now(self) -> datetime:
        """The clock, moved on by real time: waits must end even where a test has stopped the clock."""
        began, then = self._began
        return max(now(), began + timedelta(seconds=monotonic() - then))

    def read(self, lease: Lease, fetched: Fetched) -> Article:
        """The article that an answer holds, with all that was said of its address before.

        A page that breaks the extractor comes back as ``other`` with the reason, to be kept and recorded.
        """
        try:
            return clean(
                fetched.body,
                url=fetched.url,
                portal=lease.portal,
                fetched_at=fetched.fetched_at,
                content_type=fetched.header("Content-Type"),
                status=fetched.status,
                hints=self.store.hints(lease.portal, lease.key),
            )
        except Exception as wrong:
            return Article(url=fetched.url, notes=[f"extractor_failed: {type(wrong).__name__}: {wrong}"])

    def answered(self, lease: Lease, fetched: Fetched, found: Found, article: Article | None) -> None:
        """Files one answer: bytes, state, links and article together or not at all."""
        with self.store.transaction():
            self.store.count(lease.portal, requests=1)
            stored = self._file(lease, fetched, found, article)
        self._settled(lease)
        self._got[lease.portal] += stored
        for tell in self.listeners:
            tell()

    def _file(self, lease: Lease, fetched: Fetched, found: Found, article: Article | None) -> bool:
        """Files an answer by its status; whether it was an article's page."""
        if fetched.status in (429, 503):
            self._asked_to_wait(lease, fetched)
        elif fetched.status >= 500:
            self._give_back(lease, "server_error", f"status {fetched.status}", fetched.status)
        elif lease.role == "part":
            self._filing.part(lease, fetched)
        elif 300 <= fetched.status < 400 and fetched.header("Location"):
            self._redirected(lease, fetched)
        elif lease.role == "article" and article is not None:
            return self._filing.article(lease, fetched, article)
        elif fetched.status >= 400:
            self._filing.refuse(lease, fetched, "not_found" if fetched.status in (404, 410) else "refused")
        else:
            self._lists.page(lease, fetched, found)
        return False

    def _settled(self, lease: Lease) -> None:
        self._under_way[lease.portal] -= lease.role == "article"

    def failed(self, lease: Lease, reason: str, detail: str) -> None:
        """Files that there was no answer."""
        with self.store.transaction():
            self.store.count(lease.portal, requests=1)
            self._give_back(lease, reason, detail, None)
        self._settled(lease)

    def erred(self, lease: Lease, wrong: BaseException) -> None:
        """A fault of ours while an answer was filed: on record with its words, and the crawl won't end well."""
        words = f"{type(wrong).__name__}: {wrong}"
        self.errors.append(f"{words} (at {lease.url})")
        self.failed(lease, "fault", words)

    def sweep(self, portal: str) -> int:
        """Gives back what was handed out and never reported: something dropped it without a word."""
        with self.store.transaction():
            lost = self.store.frontier.outstanding(portal)
            for lease in lost:
                self._give_back(lease, "lost", "no answer and no error was reported", None)
        self._under_way[portal] = 0
        return len(lost)

    def due_in(self, portal: str) -> float | None:
        """Seconds until the next queued address may be fetched; ``None`` when the portal is finished."""
        if portal in self.refused:
            return None
        due = self.store.frontier.next_due(portal, only_parts=self._has_enough(portal))
        if due is None:
            return None
        return max(0.0, (_moment(due) - self._now()).total_seconds()) if due else 0.0

    def _recheck(self, portal: str) -> None:
        rows = self.store.db.execute(
            "SELECT key, canonical_url FROM articles WHERE portal = ? AND gone_since IS NULL", (portal,)
        ).fetchall()
        for row in rows:
            self.store.frontier.add(portal, row["key"], row["canonical_url"], "article", depth=1, again=True)

    def _remember_host(self, plan: Plan, policy: robots.Policy) -> None:
        self.store.db.execute(
            """INSERT INTO hosts(host, crawl_delay, robots_status, robots_at) VALUES (?, ?, ?, ?)
            ON CONFLICT(host) DO UPDATE SET crawl_delay = excluded.crawl_delay,
            robots_status = excluded.robots_status, robots_at = excluded.robots_at""",
            (plan.info.host, policy.delay, policy.status, _iso(now())),
        )

    def _wanted(self, lease: Lease) -> bool:
        """Whether an address may be asked for, and whether this run wishes it; else it is settled here."""
        if lease.role == "article" and self._lists.is_too_old(self.store.hints(lease.portal, lease.key)):
            self.store.frontier.skipped(lease, "older than --since")
            return False
        if not self._lists.on_site(self.plans[lease.portal], lease.url):
            self.store.frontier.absent(lease, "off_site")
            return False
        if self.policies[lease.portal].allows(lease.url):
            return True
        self.store.frontier.absent(lease, "robots")
        self.store.fail(lease.portal, lease.url, "robots", "robots.txt disallows it", None, None)
        return False

    def _asked_to_wait(self, lease: Lease, fetched: Fetched) -> None:
        """The whole portal waits as long as the server says; the address isn't counted as failed."""
        until = _iso(self._now() + pause_of(fetched.header("Retry-After"), self._now()))
        self._waits[lease.portal] += 1
        if self._waits[lease.portal] > _MOST_WAITS:
            self.refused[lease.portal] = f"asked_to_wait: {_MOST_WAITS} times in one run (status {fetched.status})"
        self.store.frontier.postponed(lease, until)
        self.store.db.execute(
            """UPDATE frontier SET not_before = ? WHERE portal = ? AND state = 'queued'
            AND (not_before IS NULL OR not_before < ?)""",
            (until, lease.portal, until),
        )
        self.store.db.execute(
            "UPDATE hosts SET not_before = ? WHERE host = ?", (until, self.plans[lease.portal].info.host)
        )
        words = f"status {fetched.status}, waiting until {until}"
        self.store.fail(lease.portal, lease.url, "asked_to_wait", words, fetched.status, None)

    def _redirected(self, lease: Lease, fetched: Fetched) -> None:
        plan = self.plans[lease.portal]
        target = urljoin(lease.url, fetched.header("Location") or "")
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or not self._lists.on_site(plan, target):
            self._filing.refuse(lease, fetched, "off_site_redirect", target)
            return
        address = canonical_of(target, plan.family) if lease.role == "article" else target.partition("#")[0]
        key = key_of(address, plan.family)
        if key == lease.key and address == lease.url:
            # A server may insist on a session or a view in the address that the canonical one leaves out.
            address = target.partition("#")[0]
        if key == lease.key and address != lease.url and lease.attempts <= _HOPS:
            self.store.frontier.moved_on(lease, address)
        elif key == lease.key:
            self._filing.refuse(lease, fetched, "redirect_loop", target)
        elif lease.role == "article" and self._is_away(plan, target):
            self._filing.refuse(lease, fetched, "redirected_away", target)
        elif lease.role == "article":
            self._filing.moved(lease, fetched, address, key)
        else:
            self._lists.ended(lease, fetched, address, key)

    def _is_away(self, plan: Plan, target: str) -> bool:
        """A redirect from an article to a list or the front page says that the article isn't there."""
        family = families.family(plan.family) if plan.family else None
        return family.identity(target) is None if family else urlsplit(target).path in ("", "/")

    def _give_back(self, lease: Lease, reason: str, detail: str, status: int | None) -> None:
        final = self.store.frontier.failed(lease, reason, retry_at=_iso(self._now() + RETRY_AFTER))
        if final:
            self._filing.record(lease, reason, detail, status)
            if lease.root:
                self.store.frontier.set_incomplete(lease.portal, lease.root)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
