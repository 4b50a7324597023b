"""``python -m bench [path|clean|hostile|dates|places|search|clusters ...]``: all figures, or those named.

``million [N]`` comes only when it is named: it takes half an hour and gigabytes of disk.
"""

import sys
import time

from bench.cleaning import cleaning
from bench.clustering import clustering
from bench.dating import dating
from bench.hostile import hostile
from bench.measure import machine
from bench.million import million
from bench.path import path
from bench.placing import placing
from bench.searching import searching

FIGURES = {
    "path": path,
    "clean": cleaning,
    "hostile": hostile,
    "dates": dating,
    "places": placing,
    "search": searching,
    "clusters": clustering,
}


def main(names: list[str]) -> int:
    """Prints the figures named, or all; 2 for a name that isn't one."""
    if names[:1] == ["million"]:
        print(machine())
        million(*map(int, names[1:2]))
        return 0
    strange = [name for name in names if name not in FIGURES]
    if strange:
        print(f"no figure {', '.join(strange)}; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    print(machine())
    for name in names or FIGURES:
        begun = time.monotonic()
        print(f"\n{name}\n{'=' * len(name)}")
        FIGURES[name]()
        print(f"({time.monotonic() - begun:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
