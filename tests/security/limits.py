"""A limit on the processor's time, which is no clock: work beyond it is ended by the kernel, even inside a library."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping

from tests.conftest import ROOT

__all__ = ["in_little_time"]

SECONDS = 15
_CODE = """
import pickle, resource, sys, time
from importlib import import_module
function, arguments = pickle.load(sys.stdin.buffer)
from toolkit.errors import ToolkitError
module, _, name = function.partition(":")
for what, argument in arguments.items():
    print(what, flush=True)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + int(sys.argv[1]), most))
    try:
        getattr(import_module(module), name)(argument)
    except ToolkitError as error:
        assert error.remedy, str(error)
"""


def in_little_time(function: str, arguments: Mapping[str, object]) -> None:
    """Call `module:function` with each argument in one process that may use the processor for `SECONDS` for each.

    Errors of ours are answers too. What is linear takes a second or less for the inputs of these tests; what grows with
    the square takes minutes.
    """
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(SECONDS)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=pickle.dumps((function, dict(arguments))),
        capture_output=True,
        check=False,
    )
    last = done.stdout.decode().splitlines()[-1:]
    assert done.returncode == 0, f"{function} with {last}: {done.returncode} {done.stderr.decode()[-2000:]}"


def brief_of(text: str) -> None:
    """Make a brief of a text without a translation model, and every export but PDF, which shapes letter by letter."""
    from toolkit import Briefer, read_text
    from toolkit.output.formats import FORMATS, render

    brief = Briefer(translator=None, summarizer="extract", progress=False)(read_text(text))
    for name in FORMATS:
        if name != "pdf":
            render(brief, name)
