"""Faults at chosen points: a Briefer that breaks when an article says so, and runs in processes of their own.

An article asks for a fault with a paragraph such as `[fault: kill once]`. `once` faults leave a mark in the folder that
`FAULTS` names, so that the second try goes well, and the mark proves that the fault happened.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.article import Article
from toolkit.brief import Briefer
from toolkit.brief.briefer import BriefOutcome
from toolkit.errors import EndpointError
from toolkit.models.endpoint_engine import EndpointEngine
from toolkit.translate import TranslationMemory, Translator

_FAULT = re.compile(r"\[fault: ([\w-]+)( once)?\]")


class Faulty(Briefer):
    """A Briefer that does what its articles ask for, just before it makes their briefs."""

    def outcomes(self, articles: Iterable[Article | str | Path]) -> Iterator[BriefOutcome]:
        given = [article for article in articles if isinstance(article, Article)]
        for article, outcome in zip(given, super().outcomes(given), strict=True):
            self._strike(article)
            yield outcome

    def _strike(self, article: Article) -> None:
        for found in _FAULT.finditer(article.text):
            name, once = found.group(1), bool(found.group(2))
            mark = Path(os.environ["FAULTS"]) / f"{article.sha256[:16]}.{name}"
            if once and mark.exists():
                continue
            mark.touch()
            strike(name)


def strike(name: str) -> None:
    """Let the fault happen."""
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "kill-run":
        os.kill(os.getppid(), signal.SIGKILL)
    elif name == "interrupt-run":
        os.kill(os.getppid(), signal.SIGINT)
        threading.Event().wait()
    elif name == "interrupt":
        os.kill(os.getpid(), signal.SIGINT)
    elif name.startswith("terminate"):
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(20)
    elif name == "import":
        raise ImportError("libmodel.so cannot be loaded")
    elif name == "interrupt-import":
        os.kill(os.getpid(), signal.SIGINT)
        raise ImportError("the loader was interrupted")
    elif name == "move-folder":
        Path(os.environ["FAULTS_MOVED"]).rename(Path(os.environ["FAULTS_MOVED"]).with_name("moved"))
    elif name == "count":
        with (Path(os.environ["FAULTS"]) / "made").open("a", encoding="ascii") as made:
            made.write("x")
    elif name == "exit":
        os._exit(3)
    elif name == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif name == "hang":
        threading.Event().wait()
    elif name == "memory":
        raise MemoryError("no room for a matrix")
    elif name == "deep":
        raise RecursionError("too deep")
    elif name == "refuse":
        raise EndpointError("The server refuses.", remedy="Ask it again.")
    elif name == "bug":
        raise RuntimeError("a bug in the pipeline")
    else:
        raise AssertionError(name)


def pretend(version: str) -> None:
    """Let the toolkit of a worker say that it has another version; sent to workers by tests."""
    import toolkit.batch.cluster

    toolkit.batch.cluster.toolkit_version = lambda: version  # type: ignore[attr-defined]


def faulty() -> Briefer:
    """A Briefer without a model, for stories in Arabic alone: the cheapest real one."""
    return Faulty(translator=None, memory=None, summarizer="extract", progress=False)


def remembering() -> Briefer:
    """The same with the translation memory that `FAULTS_MEMORY` names."""
    memory = TranslationMemory.open(os.environ["FAULTS_MEMORY"])
    return Faulty(translator=None, memory=memory, summarizer="extract", progress=False)


def served() -> Briefer:
    """One whose translations come from the server that `FAULTS_SERVER` names, and that waits for nothing long."""
    engine = EndpointEngine(os.environ["FAULTS_SERVER"], timeout=0.5, retries=1, pause=0.0)
    return Briefer(translator=Translator(memory=None, model=engine), summarizer="extract", progress=False)


def main() -> None:
    """Run a batch over the folder and into the folder that the command line names, with `workers=` and `bytes=`."""
    from toolkit import batch

    choices = dict(argument.split("=", 1) for argument in sys.argv[3:])
    workers = int(choices["workers"]) if "workers" in choices else None
    briefer = remembering if "FAULTS_MEMORY" in os.environ else faulty
    if "bytes" in choices:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(choices["bytes"]), resource.RLIM_INFINITY))
    print(batch.run(sys.argv[1], sys.argv[2], workers=workers, briefer=briefer, progress=False))
