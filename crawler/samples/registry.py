"""Which sample portals there are, and on which ports they live.

Sites are named by strings and imported when asked for, so that knowing the samples costs no template engine.
"""

import importlib
import os
from collections.abc import Callable
from typing import cast

from crawler.errors import UsageError
from crawler.samples.site import Site

FIRST_PORT = 18461
PORTS_VARIABLE = "TINTINH_SAMPLE_PORTS"


class NoSampleError(UsageError, LookupError):
    """A sample that doesn't exist, or ports that can't be."""


SAMPLES: dict[str, tuple[str, int]] = {
    "sample_nukeviet": ("crawler.samples.nukeviet.site:build", 18461),
    "sample_tan_dan": ("crawler.samples.tan_dan.site:build", 18462),
    "sample_hai_duong": ("crawler.samples.hai_duong.site:build", 18463),
    "sample_thai_binh": ("crawler.samples.thai_binh.site:build", 18464),
    "sample_town": ("crawler.samples.town.site:build", 18465),
}
"""Name to where its ``build(port, edition, flood)`` stands, and its port."""


def port(name: str, base_port: int | None = None) -> int:
    """The port of a sample: its own, or shifted to a base given here or by TINTINH_SAMPLE_PORTS.

    Base 0 means any free port. Raises ``LookupError`` for an unknown sample or a base that is no port.
    """
    if name not in SAMPLES:
        raise NoSampleError(f"no sample portal {name}: there are {', '.join(SAMPLES)}")
    own = SAMPLES[name][1]
    if base_port is None:
        shifted = os.environ.get(PORTS_VARIABLE, "")
        if shifted and not (shifted.isascii() and shifted.isdigit() and int(shifted) < 65000):
            raise NoSampleError(f"{PORTS_VARIABLE} is {shifted}, which is no port number")
        base_port = int(shifted or FIRST_PORT)
    return base_port + own - FIRST_PORT if base_port else 0


def build(name: str, *, base_port: int | None = None, edition: int = 1, flood: bool = False) -> Site:
    """Makes a sample portal, not yet served."""
    number = port(name, base_port)
    module, _, function = SAMPLES[name][0].partition(":")
    maker = cast(Callable[..., Site], getattr(importlib.import_module(module), function))
    return maker(number, edition=edition, flood=flood)
