"""Commands run in this process, which spares a second's imports each, and children that are killed at a chosen step."""

import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from support import Ended

from crawler.commands.main import main


def call(folder: Path, *arguments: str) -> Ended:
    """``tintinh`` with ``archive.db`` of a folder, or with the ``--archive`` that is given; relative paths are the
    folder's.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = Path.cwd()
    os.chdir(folder)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main(list(arguments))
        status: Any = 0
    except SystemExit as ended:
        status = ended.code
    finally:
        os.chdir(before)
    texts = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]  # a BytesIO
    return Ended(int(status or 0), *texts)


def killed(module: Any, step: str, number: int, act: Callable[[], object]) -> bool:
    """Does something in a child that dies by SIGKILL when it calls ``step`` of a module the ``number``-th time.

    Whether it was killed there; a child that never comes to it ends by itself.
    """
    child = os.fork()
    if child == 0:
        real, left = getattr(module, step), number

        def dying(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        setattr(module, step, dying)
        # A child that hangs must not hang the tests.
        timer = threading.Timer(60, os._exit, (3,))
        timer.daemon = True
        timer.start()
        try:
            act()
        finally:
            sys.stderr.flush()
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
