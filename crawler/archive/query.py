"""One query language for command line, Python and site; anything typed is answered or refused in a sentence."""

import re
from dataclasses import dataclass, field

from crawler.errors import UsageError
from crawler.text.fold import fold
from crawler.text.normalise import characters

LONGEST = 2000
"""Characters of a query that are read."""
_TERMS = 64
_TOKEN = re.compile(r"-?\"[^\"]*\"?|\S+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase: its syllables as typed (lower case, NFC) and folded; ``prefix`` for ``word*``."""

    typed: tuple[str, ...]
    folded: tuple[str, ...]
    prefix: bool = False

    @property
    def match(self) -> str:
        """The term in FTS5's language, every syllable quoted, so that no sign in it is an operator."""
        return '"' + " ".join(self.folded) + '"' + (" *" if self.prefix else "")


@dataclass(slots=True)
class Query:
    """Groups of alternatives that are all required, and terms that must not occur."""

    groups: list[list[Term]] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)

    @property
    def match(self) -> str:
        """The whole query for ``articles_fts MATCH``."""
        required = " AND ".join("(" + " OR ".join(term.match for term in group) + ")" for group in self.groups)
        if not self.excluded:
            return required
        return f"({required}) NOT (" + " OR ".join(term.match for term in self.excluded) + ")"

    @property
    def terms(self) -> list[Term]:
        """All terms that are wanted."""
        return [term for group in self.groups for term in group]

    @property
    def accented(self) -> bool:
        """Whether any accent was typed: then articles with the same accents come first."""
        return any(term.typed != term.folded for term in self.terms)


def parse(text: str) -> Query:
    """Reads what was typed: words are all required, ``"phrases"``, ``OR``, ``-without``, ``begin*``.

    Raises ``UsageError`` when nothing searchable is left, or nothing but exclusions.
    """
    if len(text) > LONGEST:
        raise UsageError(f"the query has {len(text)} characters; at most {LONGEST} can be searched for")
    query, joined = Query(), False
    for token in _TOKEN.findall(characters(text)):
        if token == "OR":  # noqa: S105 - an operator, no password
            joined = bool(query.groups)
            continue
        minus = token.startswith("-") and len(token) > 1
        term = _term(token[1:] if minus else token)
        if term is None:
            continue
        if minus:
            query.excluded.append(term)
        elif joined:
            query.groups[-1].append(term)
        else:
            query.groups.append([term])
        joined = False
    if len(query.terms) + len(query.excluded) > _TERMS:
        raise UsageError(f"the query has more than {_TERMS} words; search for fewer")
    if not query.groups:
        said = "only excludes words; add one to search for" if query.excluded else "has no letter or digit"
        raise UsageError(f"the query {text[:60]!r} {said}")
    return query


def _term(token: str) -> Term | None:
    """A token's syllables; document codes such as 84/KH-UBND become a phrase, as the index split them."""
    prefix = token.endswith("*") and not token.startswith('"')
    syllables = tuple(_WORD.findall(token.lower().replace("_", " ")))
    if not syllables:
        return None
    return Term(syllables, tuple(fold(one) for one in syllables), prefix)
