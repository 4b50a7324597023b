"""``crawler.clean`` beside other cleaners of pages: what each reads right, then what each costs, on the same pages."""

from collections.abc import Callable, Sequence
from functools import partial
from statistics import mean
from typing import Any
from unittest.mock import patch

import lxml.html
from parsel import Selector

from bench.corpus import articles
from bench.measure import ROUNDS, middle, over, rounds, show, verdict
from bench.pages import Truth, golden, nukeviet, real
from bench.peers import Reader, offline, peers, versions
from bench.score import Score, score, table, whole_f1
from crawler import clean, families
from crawler.models import Article

DEMANDED = 6
"""How many times as fast as trafilatura with metadata ``crawler.clean`` has to be."""
SHARE = 0.15
"""The share of parsel's bare parse rate that it has to reach."""
_OURS, _PEER, _PARSEL, _LXML = "crawler.clean", "trafilatura, with metadata", "floor: parsel.Selector", "floor: lxml"
_FIELDS = frozenset({"title", "published", "byline", "lead", "captions"})
_ALL = "all shared pages"
_NONE = "—"
_READING = """\
Quality. Shares of article pages. F1 of the body is by runs of three words; a leak is a page with a string of furniture
in its text; dates are compared by the day, and those that only lists tell are left out. A peer's text may hold
headline, sapô and captions unpunished, its description stands for the sapô, by-lines are compared by their words,
and a list is taken for an article where a text is given for it. The authors of crawler.clean could look at all these
pages, those of its peers couldn't."""


def cleaning() -> None:
    """Measures and prints."""
    found, absent = peers()
    print(f"Beside {versions() or 'nothing'}; no network.")
    for line in absent:
        print(line)
    corpora = {"real press pages": list(real()), "a real NukeViet's pages": list(nukeviet())}
    with offline():
        _quality({**corpora, "golden cases": list(golden())}, [*_ours(), *found])
        _speed({name: [page for page in pages if page.status == 200] for name, pages in corpora.items()}, found)


def _ours() -> list[Reader]:
    return [
        Reader(_OURS, _FIELDS, _clean, Article.to_dict, whole=False),
        Reader(f"{_OURS}, family detection off", _FIELDS, _unaided, Article.to_dict, whole=False),
    ]


def _clean(page: Truth) -> Article:
    """What lists said of the address is withheld: no peer could be told."""
    return clean(
        page.body, url=page.url, portal=page.portal, fetched_at=page.fetched_at, content_type=page.content_type,
        status=page.status,
    )  # fmt: skip


def _unaided(page: Truth) -> Article:
    """The reading of a portal that no family knows."""
    with patch.object(families, "detect", return_value=(None, [])):
        return clean(
            page.body, url=page.url, fetched_at=page.fetched_at, content_type=page.content_type, status=page.status
        )


def _quality(corpora: dict[str, list[Truth]], readers: list[Reader]) -> None:
    print(f"\n{_READING}")
    headers = ["", "titles", "body F1", "leaks", "days right", "wrong", "missing", "sapô", "by-line", "captions"]
    for name, pages in corpora.items():
        if not pages:
            print(f"\n{name}: none here")
            continue
        kinds = [page.true["kind"] for page in pages]
        print(f"\n{name}: {kinds.count('article')} articles, {kinds.count('listing')} lists")
        show([*headers, "lists as articles"], [_row(reader, pages) for reader in readers])


def _row(reader: Reader, pages: list[Truth]) -> list[str]:
    told = [page for page in pages if page.true["kind"] == "article"]
    lists = [page for page in pages if page.true["kind"] == "listing"]
    shares = table([_marks(reader, page) for page in told])
    if "dates_right" in shares:
        shares["dates_missing"] = 1 - shares["dates_right"] - shares["dates_wrong"]
    # A truth without a single forbidden string can't show a leak.
    if not any(page.true.get("forbidden") for page in told):
        shares.pop("leaks", None)
    taken = sum(reader.read(page)["kind"] == "article" for page in lists)
    f1 = f"{shares['body_f1']:.3f}" if "body_f1" in shares else _NONE
    dated = "published" in reader.gives
    return [
        reader.name, _share(shares, "title", "title" in reader.gives), f1, _share(shares, "leaks", True),
        *(_share(shares, f"dates_{key}", dated) for key in ("right", "wrong", "missing")),
        _share(shares, "lead", "lead" in reader.gives), _share(shares, "byline_words", "byline" in reader.gives),
        _share(shares, "captions", "captions" in reader.gives), f"{taken} of {len(lists)}",
    ]  # fmt: skip


def _marks(reader: Reader, page: Truth) -> Score:
    true: dict[str, Any] = dict(page.true)
    if page.hints:
        true.pop("published", None)
    elif true.get("published"):
        true["published"] = true["published"][:10]
    found = reader.read(page)
    marks = score(page.name, found, true)
    if reader.whole and "body" in true:
        marks.f1 = whole_f1(found.get("body") or [], true)
    return marks


def _share(shares: dict[str, float], key: str, given: bool) -> str:
    return f"{shares[key]:.0%}" if given and key in shares else _NONE


def _speed(corpora: dict[str, list[Truth]], found: list[Reader]) -> None:
    corpora = {name: pages for name, pages in corpora.items() if pages} or _sample()
    runs: dict[str, Callable[[Truth], object]] = {_OURS: _clean}
    runs |= {reader.name: reader.attempt for reader in found}
    runs |= {_PARSEL: _parsel, _LXML: _lxml}
    print(f"\nSpeed. Median of {ROUNDS} rounds, in each of which every contestant reads every page from its bytes.")
    turns = {(name, corpus): partial(_every, corpora[corpus], run) for name, run in runs.items() for corpus in corpora}
    spent = rounds({"\n".join(key): turn for key, turn in turns.items()})
    parts = {corpus: {name: spent[f"{name}\n{corpus}"] for name in runs} for corpus in corpora}
    if len(corpora) > 1:
        parts[_ALL] = {name: _sums([part[name] for part in parts.values()]) for name in runs}
        corpora = {**corpora, _ALL: [page for pages in corpora.values() for page in pages]}
    for corpus, part in parts.items():
        print(f"\n{corpus}: {len(corpora[corpus])} pages, {_size(corpora[corpus])}")
        _costs(part, len(corpora[corpus]))
    _verdicts(parts)


def _sums(rows: list[list[float]]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _costs(spent: dict[str, list[float]], pages: int) -> None:
    show(
        ["", "CPU ms a page", "pages/s", "times crawler.clean's speed"],
        [
            [
                name,
                middle([one * 1000 / pages for one in values]),
                middle([pages / one for one in values], 0),
                middle(over(spent[_OURS], values)),
            ]
            for name, values in spent.items()
        ],
    )


def _verdicts(parts: dict[str, dict[str, list[float]]]) -> None:
    """The two demanded ratios: over all pages with their verdict, on each corpus the bare figure."""
    whole = list(parts)[-1]
    print()
    demanded = (("trafilatura with metadata", _PEER, DEMANDED), ("parsel's bare parse", _PARSEL, SHARE))
    for what, other, least in demanded:
        words = f"crawler.clean / {what}, in speed"
        if other not in parts[whole]:
            print(f"{words}: not measured, the other isn't installed")
            continue
        ratios = {corpus: over(spent[other], spent[_OURS]) for corpus, spent in parts.items()}
        print(verdict(f"{words}, {whole}", ratios.pop(whole), least))
        for corpus, values in ratios.items():
            print(f"  {corpus}: {middle(values)}")


def _sample() -> dict[str, list[Truth]]:
    """The sample portal's pages, where the shared ones are absent."""
    pages, _ = articles()
    return {
        "the sample portal's pages, for want of shared ones": [
            Truth(one.name, one.body, one.url, None, {}, one.content_type, one.status) for one in pages
        ]
    }


def _size(pages: Sequence[Truth]) -> str:
    return f"{mean(len(page.body) for page in pages) / 1000:.1f} kB each on average"


def _parsel(page: Truth) -> object:
    return Selector(body=page.body, encoding="utf-8").root


def _lxml(page: Truth) -> object:
    return lxml.html.document_fromstring(page.body, parser=lxml.html.HTMLParser(encoding="utf-8"))


def _every(pages: list[Truth], run: Callable[[Truth], object]) -> None:
    for page in pages:
        run(page)
