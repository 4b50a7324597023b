"""Addresses of systems nobody has described: one form to fetch and to cite, one key for one article.

Families know their own addresses better; this is for the rest. Where a rule can't be sure it keeps what is there:
an article met under two addresses is stored twice, which can be mended; of two articles under one key one is lost.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

_EDGES = "".join(map(chr, range(33))) + "\x7f\xa0\u200b\ufeff"
"""What browsers and editors leave around an address that was pasted."""
_PORTS = {"http": 80, "https": 443}
_PATH_SAFE, _QUERY_SAFE = "/:@!$&'()*+,;=%", "/:@!$&'()*+,;=%?"
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")

_SITE = re.compile(r"(?:www|m|mobile)\.(?=[^.]+\.)(?!(?:gov|com|net|org|edu|info|name)\.vn(?::|$))")
"""A prefix of the host that only says how the site is shown; what remains has to be a site: ``m.gov.vn`` is one."""
_JAVA_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)
_NET_SESSION = re.compile(r"/\((?:[AFX]\([^()/]*\))*S\([a-z0-9]{24}\)(?:[AFX]\([^()/]*\))*\)(?=/|$)")
"""ASP.NET's session without cookies, ``/(S(...))/``."""
_DEFAULT = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_NEEDS_DEFAULT = re.compile(r"/pages/[^/]*$|/tabid/", re.IGNORECASE)
"""SharePoint's library of pages and DNN's readable addresses answer for the file and not for its folder."""
_CASELESS = re.compile(r"\.(?:aspx|ashx|asp)(?:/|$)|^/portal/pages/", re.IGNORECASE)
_VIEWS = {"print", "savefile", "sendmail", "amp"}
_VIEW_FILE = re.compile(r"(?:print|in|inbai|savefile|sendmail|amp)(?:-?(?:page|article|news|view|tin))?", re.IGNORECASE)
_FRONT = re.compile(
    r"/(?:(?:vi|vn|en)(?:[-_][a-z]{2})?|trang-?chu|home|portal|web/guest(?:/home)?"
    r"|(?:vi/|portal/)?(?:pages/)?(?:default|index|home|trang-?chu))?(?:\.[a-z]+)?/?",
    re.IGNORECASE,
)

_NOISE = re.compile(
    r"(?:utm_|mtm_|hsa_|__cft__|_afr|_adf\.|nv[345]_|aspsessionid).*|(?:fb|g|dc|ms|y|tt|tw)cl(?:id|src)|gbraid|wbraid"
    r"|li_fat_id|igsh(?:id)?|mibextid|srsltid|zarsrc|gidzl|mc_[ce]id|_ga|_gl|_hsenc|_hsmi|__tn__|__twitter_impression"
    r"|_openstat|ref_(?:src|url)|fb_(?:action_ids|action_types|source|ref)|pk_(?:campaign|kwd|source|medium)"
    r"|replytocom|jsessionid|phpsessid|asp\.net_sessionid|centerwidth|leftwidth|rightwidth|showfooter|showheader"
    r"|inheritredirect|p_auth|p_l_back_url(?:_title)?"
)
"""Names that only count visitors, carry sessions, or hold the widths and bars that Oracle's pages hand on."""
_TOKEN = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[0-9A-Za-z]{20,}")
_SWITCHES = ("print", "printable", "isprint", "amp", "mobile", "ismobile")
_SWITCH = re.compile(r"(?:0|1|true|false|yes|no|on|off|y)?", re.IGNORECASE)
_BESIDE_M = re.compile(r"[a-z]{1,2}|year|day|nam|ngay")
"""With these ``m`` is one of a system's own letters, or a month."""
_DISPLAYS = {
    **dict.fromkeys(("view", "mode", "display", "layout", "theme", "outputtype"), ("print", "mobile", "amp")),
    "tmpl": ("component", "print"),
}
_PAGES = ("page", "pageindex", "pageno", "page_no", "pagenumber")
_IDS = re.compile(r"[nast]?id|p|tc|ddocname|itemid|(?:news|article|post|content)_?id|idtin|tinid|idbaiviet")
"""Parameters that number an article: of Hue's, Oracle's, SharePoint's, DNN's and many hand-made systems."""
_PORTLET = re.compile(r"p_p_id=.*|p_p_state=maximized")
_LIFERAY = re.compile(r"p_p_id$|_com_liferay_|_\w+_instance_")
_IDLE = re.compile(r"_\w+_(?:cur=[01]|(?:redirect|backurl|inheritredirect|resetcur)=.*)", re.IGNORECASE)
"""Where Liferay's portlets came from, and their first page."""


class _Parameter(NamedTuple):
    name: str  # Decoded, in lower case.
    value: str
    raw: str


class _Address(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}{'?' if self.query else ''}{self.query}"


def canonical(url: str, own: str | None = None) -> str:
    """The address to fetch and to cite for ``url``: what says how it is shown, reached or counted is left out.

    ``own`` is the page's absolute ``rel=canonical``. It takes the address's place when it lies on the same site and
    names the same article: portals often print the front page, the section or the page for printing there.
    Parameters keep their order, hosts their prefix: servers may care. Gives ``url`` without the blanks around it when
    it isn't an absolute http address; never raises.
    """
    mine, other = _read(url), _read(own) if own else None
    if mine is None:
        return url.strip(_EDGES)
    return str(other if other and not _is_view(own or "") and _speaks_for(other, mine) else mine)


def key(url: str) -> str:
    """What all addresses of one article share, for de-duplication; no address to fetch.

    The canonical form without scheme, prefix of the host, default document and last slash, parameters sorted; letter
    case counts except where the server is known to ignore it. An odd address is its own key; never raises.
    """
    mine = _read(url)
    if mine is None:
        return url.strip(_EDGES)
    pairs = [one.partition("=") for one in mine.query.split("&") if one]
    caseless = _CASELESS.search(mine.path) or any(unquote(name).lower() == "tabid" for name, _, _ in pairs)
    fold: Callable[[str], str] = str.lower if caseless else str
    path = _without_views(_without_default(mine.path), {*_VIEWS, "in"}, _may_be_an_article)
    path = "/".join(fold(_decoded(one, "!$&'()*+,;=:@")) for one in path.split("/")).rstrip("/") or "/"
    told = [fold(_decoded(name)) + equals + _decoded(value) for name, equals, value in pairs]
    told = [one for one in told if not one.startswith("p_p_state=")]
    # Stable: parameters of one name keep their order, which may mean something.
    query = "&".join(sorted(dict.fromkeys(told), key=lambda one: one.partition("=")[0]))
    return site(mine.host) + path + ("?" + query if query else "")


def site(host: str) -> str:
    """A host in lower case without ``www.``, ``m.`` and ``mobile.``, which lead to the same articles."""
    host = host.lower()
    while found := _SITE.match(host):
        host = host[found.end() :]
    return host


def _read(url: str) -> _Address | None:
    """An http address in canonical form; ``None`` for anything else."""
    try:
        parts = urlsplit(url.strip(_EDGES))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host:
        return None
    host = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    path = _without_views(_path(parts.path), _VIEWS, _is_an_article)
    query = _query(parts.query, path)
    if not query:
        # With one the file is the program that answers; servers don't all hand the query on from the folder.
        path = _without_views(_without_default(path), _VIEWS, _is_an_article)
    return _Address(parts.scheme, host, path, query)


def _host(name: str) -> str:
    if not name.isascii():
        with suppress(UnicodeError):
            name = name.encode("idna").decode("ascii").lower()
    name = name.rstrip(".")
    return f"[{name}]" if ":" in name else name


def _encoded(text: str, safe: str) -> str:
    """Percent-encoding as RFC 3986 would have it; a percent sign that encodes nothing is encoded itself."""

    def one(found: re.Match[str]) -> str:
        if not found[1]:
            return "%25"
        byte = bytes.fromhex(found[1])
        return byte.decode() if _UNRESERVED.match(byte) else found[0].upper()

    return quote(_PERCENT.sub(one, text), safe=safe, encoding="utf-8", errors="surrogatepass")


def _decoded(text: str, safe: str = "/:@!$'()*,;") -> str:
    """Encoded again after decoding, so that all ways to write one text are one; composed letters where it is UTF-8."""
    bare = unquote_to_bytes(text.replace("+", " ") if "+" not in safe else text)
    with suppress(UnicodeDecodeError):
        bare = unicodedata.normalize("NFC", bare.decode()).encode()
    return quote(bare, safe=safe)


def _path(path: str) -> str:
    path = _JAVA_SESSION.sub("", _encoded(path, _PATH_SAFE))
    path = re.sub(r"/{2,}", "/", _NET_SESSION.sub("", path))
    kept: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts and parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_default(path: str) -> str:
    folder, _, last = path.rpartition("/")
    return f"{folder}/" if _DEFAULT.fullmatch(last) and not _NEEDS_DEFAULT.search(path) else path


def _without_views(path: str, views: Iterable[str], tells: Callable[[str], bool]) -> str:
    """The path without ``/print/`` and the like if what remains names an article; a section may be called so."""
    parts = path.strip("/").split("/")
    rest = [part for part in parts if part.lower() not in views]
    if not rest or len(rest) == len(parts) or not tells(rest[-1]):
        return path
    return "/" + "/".join(rest) + ("/" if path.endswith("/") and "." not in rest[-1] else "")


def _stem(path: str) -> str:
    return re.sub(r"\.[a-z]{2,5}$", "", path.rstrip("/").rpartition("/")[2], flags=re.IGNORECASE)


def _is_an_article(segment: str) -> bool:
    """Words and a number, or many words."""
    stem = _stem(segment)
    return stem.count("-") >= 3 or bool(re.search(r"-(?:\w*\D)?\d{2,}$", stem))


def _may_be_an_article(segment: str) -> bool:
    return _is_an_article(segment) or _stem(segment).isdigit()


def _parameters(query: str) -> list[_Parameter]:
    found = []
    for piece in query.split("&"):
        # Links that were escaped twice: ?a=1&amp;b=2.
        raw = re.sub(r"^(?:amp;)+", "", _encoded(piece, _QUERY_SAFE))
        name, equals, value = raw.partition("=")
        if raw and (value or not equals):
            found.append(_Parameter(unquote(name).lower(), unquote(value), raw))
    return found


def _query(query: str, path: str) -> str:
    told = [one for one in _parameters(query) if not _is_noise(one) and not (one.name == "redirect" and "/-/" in path)]
    names = {one.name for one in told}
    article = any(map(_IDS.fullmatch, names)) or bool(re.search(r"-(?:\w*\D)?\d{3,}$", _stem(path)))
    told = [one for one in told if not _is_display(one, names) and not _is_first(one, article)]
    return "&".join(one.raw for one in _portlets(told))


def _is_noise(one: _Parameter) -> bool:
    if one.name in ("sid", "sessionid", "session_id"):
        # Also the number of a story (PHP-Nuke) or of a council's session.
        return bool(_TOKEN.fullmatch(one.value))
    if one.name == "_":
        return bool(re.fullmatch(r"\d{10,}", one.value))
    return bool(_NOISE.fullmatch(one.name))


def _is_display(one: _Parameter, names: set[str]) -> bool:
    if one.name == "m":
        return one.value == "1" and not any(_BESIDE_M.fullmatch(name) for name in names - {"m", "id"})
    if one.name in _SWITCHES:
        return bool(_SWITCH.fullmatch(one.value))
    if one.name == "layout" and one.value == "default":
        return True
    # Joomla's view names the kind of what is asked for.
    return one.value.lower() in _DISPLAYS.get(one.name, ()) and not (one.name == "view" and "option" in names)


def _is_first(one: _Parameter, article: bool) -> bool:
    """Whether a parameter asks for the first page.

    Page 1 is the second in the lists of systems that count from nought (Drupal), so it goes from articles alone.
    """
    if re.fullmatch(r"0+", one.value):
        return one.name in ("paged", "trang", "start", "limitstart", "offset", *_PAGES)
    return one.value == "1" and (one.name in ("paged", "trang") or (article and one.name in _PAGES))


def _portlets(told: list[_Parameter]) -> list[_Parameter]:
    """Liferay's parameters without those that repeat what holds anyway; actions and resources stay as they are."""
    acts = any(one.name == "p_p_lifecycle" and one.value in ("1", "2") for one in told)
    if acts or not any(_LIFERAY.match(one.name) for one in told):
        return told
    told = [one for one in told if not _IDLE.fullmatch(one.raw)]
    if not any(one.name.endswith("_cur") for one in told):
        told = [one for one in told if not one.name.endswith("_delta")]
    own = any(not one.name.startswith("p_p_") for one in told)
    return [one for one in told if not one.name.startswith("p_p_") or (own and _PORTLET.fullmatch(one.raw))]


def _is_view(url: str) -> bool:
    """Whether an address is one for printing, saving or sending."""
    path, _, query = url.strip(_EDGES).partition("#")[0].partition("?")
    told = [one for one in _parameters(query) if one.value != "default"]
    if {*_VIEWS, "in"} & set(path.lower().split("/")[3:]) or _VIEW_FILE.fullmatch(_stem(path)):
        return True
    return any(_is_display(one, {one.name for one in told}) for one in told)


def _speaks_for(own: _Address, mine: _Address) -> bool:
    """Whether a page's own address may stand for the one that was fetched: the same site, and no less telling."""
    if site(own.host) != site(mine.host) or (_FRONT.fullmatch(own.path) and not re.search(r"\d", own.query)):
        return False
    said = set(re.findall(r"\d+", f"{own.path}?{own.query}"))
    ids = " ".join(one.value for one in _parameters(mine.query) if _IDS.fullmatch(one.name))
    told = re.findall(r"\d+", ids) or sorted(re.findall(r"\d{3,}", f"{mine.path}?{mine.query}"), key=len)[-1:]
    if own.path == mine.path:
        told += re.findall(r"\d{3,}", mine.query)
    if told and any(len(number) >= 3 for number in said):
        return said.issuperset(told)
    parts = [part for part in mine.path.rstrip("/").split("/") if part.lower() not in {*_VIEWS, "in"}]
    if "/".join(parts).startswith(own.path.rstrip("/") + "/") or own.path == mine.path:
        return False
    if not told:
        return _stem(own.path) == _stem(parts[-1])
    # Sections have names of up to six words, headlines more.
    return _stem(own.path).count("-") >= 6
