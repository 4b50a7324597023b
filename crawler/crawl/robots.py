"""robots.txt as RFC 9309 has it: a server error is a no, a missing file a yes, a web page unreadable."""

from dataclasses import dataclass

from protego import Protego

from crawler.models import Fetched
from crawler.text.charset import decode

_LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Policy:
    """What a server allows us. ``reason`` tells why when nothing is allowed."""

    rules: Protego
    agent: str
    status: int
    reason: str | None = None

    def allows(self, url: str) -> bool:
        """Whether the address may be asked for."""
        return self.reason is None and bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float | None:
        """Crawl-delay in seconds; ``None`` when none is given."""
        value = self.rules.crawl_delay(self.agent)
        return None if value is None else float(value)

    @property
    def sitemaps(self) -> list[str]:
        """Sitemaps that the file names."""
        return list(self.rules.sitemaps) if self.reason is None else []


def read(fetched: Fetched, agent: str) -> Policy:
    """The policy that an answer for /robots.txt sets."""
    text = ""
    reason = None
    if 300 <= fetched.status < 400:
        reason = "robots.txt leads elsewhere, and not to a rule file"
    elif fetched.status >= 500 or fetched.status == 429:
        reason = f"robots.txt answered {fetched.status}"
    elif 200 <= fetched.status < 300:
        text = decode(fetched.body[:_LONGEST], fetched.header("Content-Type"))[0]
        head = text[:500].lstrip().lower()
        if head.startswith(("<!doctype", "<html", "<head", "<body")):
            # RFC 9309 knows no such case; a page in robots' place is mostly a captcha or an error.
            text, reason = "", "robots.txt is a web page, not a rule file"
    return Policy(Protego.parse(text), agent, fetched.status, reason)
