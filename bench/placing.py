"""``crawler.places``: loading the gazetteer and finding units in texts, beside doing next to nothing with the same."""

import gzip
import json
import re
import subprocess
import sys
from importlib.resources import files

from bench.measure import ROUNDS, middle, over, rounds, show
from crawler.places import find
from crawler.samples.model import load as load_sample

TEXTS = 400
SYLLABLES = 300
_WORD = re.compile(r"\w+")
_LOAD = """
import json, time, tracemalloc
import crawler.places
begun = time.process_time()
crawler.places.load()
spent = time.process_time() - begun
crawler.places.load.cache_clear()
tracemalloc.start()
crawler.places.load()
print(json.dumps([spent * 1000, tracemalloc.get_traced_memory()[1] / 1e6]))
"""


def placing() -> None:
    """Measures and prints."""
    _loading()
    texts = _texts()
    spent = rounds({"crawler.places.find": lambda: _all(texts), "floor: splitting into words": lambda: _split(texts)})
    print(f"Corpus: {len(texts)} texts of {SYLLABLES} syllables from the sample portals. Median of {ROUNDS} rounds.")
    rows = [[name, middle([len(texts) / one for one in values], 0)] for name, values in spent.items()]
    show(["", "texts a CPU second"], rows)
    ratio = over(spent["crawler.places.find"], spent["floor: splitting into words"])
    print(f"find / floor, in time: {middle(ratio, 1)}; at least 2,000 texts a second are demanded")


def _loading() -> None:
    """In processes of their own, so that nothing is loaded before; the floor only unpacks and parses the file."""
    ours = [_child() for _ in range(ROUNDS)]
    raw = (files("crawler") / "data/units.json.gz").read_bytes()
    floor = rounds({"floor": lambda: json.loads(gzip.decompress(raw))})["floor"]
    show(
        ["loading the gazetteer", "CPU ms", "memory, MB"],
        [
            ["crawler.places.load", middle([one[0] for one in ours], 0), middle([one[1] for one in ours], 0)],
            ["floor: unpacking and parsing its file", middle([one * 1000 for one in floor], 0), ""],
        ],
    )
    print("at most 150 ms and 60 MB are demanded")


def _child() -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)
    spent, memory = json.loads(done.stdout)
    return float(spent), float(memory)


def _texts() -> list[str]:
    folder = files("crawler") / "samples"
    names = ("nukeviet", "tan_dan", "hai_duong", "thai_binh", "town")
    words: list[str] = []
    for name in names:
        sample = load_sample(folder / name / "articles.json")  # type: ignore[arg-type]  # a path on any real install
        words += " ".join(" ".join(article.body()) for article in sample.articles).split()
    count = min(TEXTS, len(words) // SYLLABLES)
    return [" ".join(words[place * SYLLABLES : (place + 1) * SYLLABLES]) for place in range(count)]


def _all(texts: list[str]) -> None:
    for text in texts:
        find(text, on="2024-01-01")


def _split(texts: list[str]) -> None:
    for text in texts:
        _WORD.findall(text)
