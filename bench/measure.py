"""How everything here is measured: CPU time, contestants in turn, medians of rounds, plain tables."""

import importlib.metadata
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tabulate import tabulate

ROUNDS = 7
"""Rounds of the small figures; each round runs every contestant once, so that a busy machine hits all."""
_LIBRARIES = ("scrapy", "twisted", "lxml", "parsel", "warcio", "dateparser", "trafilatura", "rensa", "datasketch")


def rounds(contestants: Mapping[str, Callable[[], object]], count: int = ROUNDS) -> dict[str, list[float]]:
    """CPU seconds of every contestant in each round, after one round that isn't counted."""
    spent: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(count + 1):
        for name, run in contestants.items():
            start = time.process_time()
            run()
            if number:
                spent[name].append(time.process_time() - start)
    return spent


def over(numerators: Sequence[float], denominators: Sequence[float]) -> list[float]:
    """The ratio of each round, both sides measured within that round."""
    return [top / bottom for top, bottom in zip(numerators, denominators, strict=True)]


def middle(values: Sequence[float], digits: int = 2) -> str:
    """The median, with the least and the greatest in brackets."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def verdict(what: str, ratios: Sequence[float], least: float) -> str:
    """A demanded ratio, whether it was met."""
    met = "met" if statistics.median(ratios) >= least else "MISSED"
    return f"{what}: {middle(ratios)}; at least {least:g} is demanded: {met}"


def show(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints a plain table."""
    print(tabulate(rows, headers, tablefmt="simple", disable_numparse=True, preserve_whitespace=True))


def machine() -> str:
    """What the figures were taken on."""
    libraries = ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"{os.cpu_count()} CPUs ({_model()}), load {load} at the start; {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n{libraries}"
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
