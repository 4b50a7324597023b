"""One query language for command line, Python and site; anything typed is answered or refused in a sentence."""

import re
import sqlite3
from dataclasses import dataclass, field, replace
from functools import cached_property

from crawler.errors import UsageError
from crawler.text.fold import fold
from crawler.text.normalise import characters
from crawler.text.tones import placements

LONGEST = 2000
"""Characters of a query that are read."""
WORDS = 48
"""Syllables of a query, those in phrases too: each is a list in the index that must be walked."""
ENDINGS = 200
"""Different words that one beginning may stand for."""
_TYPED = str.maketrans(dict.fromkeys("“”„‟«»″＂〝〞〟", '"') | dict.fromkeys("−‐‑﹣－", "-") | {"＊": "*"})
_TOKEN = re.compile(r'-?"[^"]*"?|[^\s"]+')
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = r"[\W_]+"
# What NFC could not join to a letter: the index drops it, and it would part a word here.
_LOOSE = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True)
class Term:
    """A word or phrase: its syllables as typed (lower case, NFC) and folded; ``prefix`` for ``word*``.

    ``endings`` are the folded words that its last syllable begins, once they were looked up (:func:`expand`).
    """

    typed: tuple[str, ...]
    folded: tuple[str, ...]
    prefix: bool = False
    endings: tuple[str, ...] = ()

    @cached_property
    def match(self) -> str:
        """The term in FTS5's language, every syllable quoted, so that no sign in it is an operator."""
        if self.endings:
            return "(" + " OR ".join(f'"{" ".join((*self.folded[:-1], one))}"' for one in self.endings) + ")"
        return '"' + " ".join(self.folded) + '"' + (" *" if self.prefix else "")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term in lower-case text with its accents as typed, wherever the tone of oa, oe, uy stands."""
        return _pattern(self.typed, prefix=self.prefix)


def _pattern(syllables: tuple[str, ...], *, prefix: bool) -> re.Pattern[str]:
    spellings = ("|".join(map(re.escape, placements(one))) for one in syllables)
    words = _BETWEEN.join(f"(?:{one})" for one in spellings)
    return re.compile(rf"(?<![^\W_]){words}" + ("" if prefix else r"(?![^\W_])"))


@dataclass
class Query:
    """Groups of alternatives that are all required, and terms that must not occur."""

    groups: list[list[Term]] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)

    @cached_property
    def match(self) -> str:
        """The whole query for ``articles_fts MATCH``."""
        required = dict.fromkeys(_any(group) for group in self.groups)
        return self._without(" AND ".join(required))

    @cached_property
    def phrase(self) -> str | None:
        """The same with all wanted words one after another; ``None`` when they aren't several plain words."""
        if not self._in_a_row:
            return None
        last = self.terms[-1]
        return self._without(Term(self._typed, tuple(map(fold, self._typed)), last.prefix, last.endings).match)

    @cached_property
    def terms(self) -> list[Term]:
        """All terms that are wanted."""
        return [term for group in self.groups for term in group]

    @cached_property
    def accented(self) -> bool:
        """Whether any accent was typed: then articles with the same accents come first."""
        return any(term.typed != term.folded for term in self.terms)

    @cached_property
    def words(self) -> int:
        """How many syllables were typed, those that must not occur too."""
        return sum(len(term.typed) + len(term.endings) for term in (*self.terms, *self.excluded))

    def as_typed(self, text: str) -> tuple[bool, bool]:
        """Whether lower-case text has all that is wanted with the accents as typed, and whether in a row."""
        has = all(any(term.pattern.search(text) for term in group) for group in self.groups)
        return has, has and (not self._in_a_row or self._row.search(text) is not None)

    @property
    def _in_a_row(self) -> bool:
        terms = self.terms
        plain = all(len(term.typed) == 1 for term in terms) and not any(term.prefix for term in terms[:-1])
        return plain and len(terms) == len(self.groups) > 1

    @property
    def _typed(self) -> tuple[str, ...]:
        return tuple(one for term in self.terms for one in term.typed)

    @cached_property
    def _row(self) -> re.Pattern[str]:
        return _pattern(self._typed, prefix=self.terms[-1].prefix)

    def _without(self, required: str) -> str:
        return f"({required}) NOT {_any(self.excluded)}" if self.excluded else required


def _any(terms: list[Term]) -> str:
    return "(" + " OR ".join(dict.fromkeys(term.match for term in terms)) + ")"


def parse(text: str) -> Query:
    """Reads what was typed: words are all required, ``"phrases"``, ``OR``, ``-without``, ``begin*``.

    Raises ``UsageError`` when nothing searchable is left, nothing but exclusions, or too much to search for.
    """
    if len(text) > LONGEST:
        raise UsageError(f"the query has {len(text)} characters; at most {LONGEST} can be searched for")
    query, joined = Query(), False
    tokens = _TOKEN.findall(_LOOSE.sub("", characters(text)).translate(_TYPED))
    for place, token in enumerate(tokens):
        if token == "OR":  # noqa: S105 - an operator, no password
            joined = bool(query.groups)
            _refuse_negated(tokens[max(place - 1, 0) : place + 2])
            continue
        minus = token.startswith("-") and len(token) > 1
        term = _term(token[1:] if minus else token)
        if term is None:
            continue
        if minus:
            query.excluded.append(term)
        elif joined:
            query.groups[-1].append(term)
        elif token.startswith('"') or "OR" in tokens[place + 1 : place + 2]:
            query.groups.append([term])
        else:
            query.groups += [[one] for one in _parts(term)]
        joined = False
    _check(query, text)
    return query


def _refuse_negated(around: list[str]) -> None:
    """What is left out can't be an alternative: "a OR -b" would be nearly every article."""
    for token in around:
        if token.startswith("-") and _term(token[1:]):
            raise UsageError(f"{token} can't stand beside OR: what is left out goes to the end, as in 'a OR b -c'")


def _parts(term: Term) -> list[Term]:
    """A word with signs in it is several words; only what holds a digit is a number or a document's code, and whole."""
    if any(one.isdigit() for syllable in term.typed for one in syllable):
        return [term]
    last = len(term.typed) - 1
    pairs = enumerate(zip(term.typed, term.folded, strict=True))
    return [Term((typed,), (folded,), term.prefix and place == last) for place, (typed, folded) in pairs]


def _check(query: Query, text: str) -> None:
    if query.words > WORDS:
        raise UsageError(f"the query has {query.words} words; at most {WORDS} can be searched for")
    if not query.groups:
        said = "only excludes words; add one to search for" if query.excluded else "has no letter or digit"
        raise UsageError(f"the query {text[:60]!r} {said}")


def expand(db: sqlite3.Connection, query: Query, index: str = "articles_fts") -> Query:
    """The query with its beginnings looked up in an index.

    FTS5 would gather every place of every such word before the first answer. Raises ``UsageError`` for a beginning
    of too many different words.
    """
    if not any(term.prefix for term in (*query.terms, *query.excluded)):
        return query
    groups = [[_expanded(db, term, index) for term in group] for group in query.groups]
    return Query(groups, [_expanded(db, term, index) for term in query.excluded])


def _expanded(db: sqlite3.Connection, term: Term, index: str) -> Term:
    if not term.prefix:
        return term
    begin, found = term.folded[-1], list[str]()
    place = begin
    _vocabulary(db, index)
    while row := db.execute(f"SELECT term FROM temp.{index}_words WHERE term >= ? LIMIT 1", (place,)).fetchone():  # noqa: S608 - own names
        if not row[0].startswith(begin):
            break
        found.append(row[0])
        if len(found) > ENDINGS:
            raise UsageError(f"more than {ENDINGS} different words begin with {begin!r}; give a letter more")
        # No word holds this sign, so that it stands right behind the word, and none of its places is walked.
        place = row[0] + "\u0001"
    return replace(term, endings=tuple(found))


def _vocabulary(db: sqlite3.Connection, index: str) -> None:
    """The words of an index as a table of this connection; a reader may make that, the file stays as it is."""
    (readers_only,) = db.execute("PRAGMA query_only").fetchone()
    db.execute("PRAGMA query_only = OFF")
    try:
        db.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_words USING fts5vocab(main, {index}, instance)")
    finally:
        db.execute(f"PRAGMA query_only = {readers_only}")


def _term(token: str) -> Term | None:
    """A token's syllables; document codes such as 84/KH-UBND become a phrase, as the index split them."""
    prefix = token.endswith("*") and not token.startswith('"')
    syllables = tuple(_WORD.findall(token.lower()))
    if not syllables:
        return None
    return Term(syllables, tuple(map(fold, syllables)), prefix)
