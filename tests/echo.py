"""What processes of the tests read by: a module of its own, for each process loads that of its function."""

import os
import signal
import sqlite3
import time
from pathlib import Path

from crawler.errors import DamagedError


def echo(db: sqlite3.Connection, path: Path, identity: str) -> str:
    """Stands for the extractor: some pages raise, some end the process, the rest is read."""
    if identity.endswith("raise"):
        raise ValueError(f"a strange page {identity}")
    if identity.endswith("damaged"):
        raise DamagedError("cut short")
    if identity.endswith("exit"):
        os._exit(7)
    if identity.endswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.002 * (hash(identity) % 3))
    return identity.upper()
