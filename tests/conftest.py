"""Shared fixtures, and how the tests are shared out: what is slow first, a file at a time, with a cache for each worker."""

from __future__ import annotations

import os
import pickle
import re
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.checkpoints import checkpoint_of, tiny_marian
from tests.run_folder import SETTING, made_once, run_folder
from toolkit import Brief, Briefer

__all__ = ["article_paths", "checkpoint_of", "tiny_marian"]

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # no test asks the real hub; those of the hub client serve their own

# No test reads or writes what belongs to the person who runs it, nor what another worker wrote. The embedded model is
# the same for all, and converting it takes 20 s: that one folder is shared.
_HOW = os.environ.get(SETTING, "")
CACHE = run_folder() / f"cache-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}{_HOW}"
os.environ["TOOLKIT_CACHE_DIR"] = str(CACHE)
os.environ["TOOLKIT_MEMORY"] = str(CACHE / "own-memory.sqlite")
os.environ["TOOLKIT_DATA_DIR"] = str(CACHE / "data")
CACHE.mkdir(exist_ok=True)
(run_folder() / "embedded").mkdir(exist_ok=True)
if not (CACHE / "embedded").exists():
    (CACHE / "embedded").symlink_to(run_folder() / "embedded", target_is_directory=True)

if workers := int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "0")):  # they would only wait for each other's threads
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))

# A shell's background (nohup make test &) starts us with Ctrl-C ignored, and what we start inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]

# A file goes to one worker as a whole, so that what its tests share is made once; tests that share a server or a browser
# go together, and each notebook alone. The slow ones go first, or the last one would run alone at the end.
_BROWSER, _SERVERS = "tests/browser/", {"lab_server", "voila_server"}
_APART = ("tests/test_notebooks.py",)
_SLOW = ("tests/test_notebooks.py", "tests/browser/", "tests/models/test_families.py", "tests/batch/")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give every test a group for `--dist loadgroup`, and put the slow files first."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        group = file
        if file.startswith(_BROWSER):
            group = "servers" if _SERVERS.intersection(getattr(item, "fixturenames", ())) else "browser"
        item.add_marker(pytest.mark.xdist_group(item.nodeid if file in _APART else group))
    places = {name: place for place, name in enumerate(_SLOW)}
    items.sort(key=lambda item: next((places[name] for name in _SLOW if item.nodeid.startswith(name)), len(_SLOW)))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close with one sentence on what passed and what was left out, and why, below pytest's own last line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and "PYTEST_XDIST_WORKER" not in os.environ:
        reporter.write_line(summary(reporter.stats))


def summary(stats: dict[str, list[pytest.TestReport]]) -> str:
    """Say in one sentence how many tests passed, failed and were skipped, and why they were."""
    passed, failed = len(stats.get("passed", [])), len(stats.get("failed", [])) + len(stats.get("error", []))
    reasons = Counter(_reason(report) for report in stats.get("skipped", []))
    parts = [
        f"{passed:,} {'test' if passed == 1 else 'tests'} passed",
        f"{failed:,} failed" if failed else "none failed",
    ]
    skipped = f"{sum(reasons.values()):,} skipped" if reasons else "none was skipped"
    why = "; ".join(f"{count} because: {reason}" for reason, count in reasons.most_common())
    return f"{', '.join(parts)}, {skipped}{f' ({why})' if why else ''}."


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return re.sub(r"^Skipped: ", "", told)


@pytest.fixture(scope="session")
def article_paths() -> list[Path]:
    """The five sample articles, in order."""
    paths = sorted((ROOT / "notebooks" / "articles").glob("*.txt"))
    assert len(paths) == 5
    return paths


@pytest.fixture(scope="session")
def briefs(article_paths: list[Path]) -> list[Brief]:
    """The briefs of the five sample articles, made as a user makes them; under a setting of `processors` two will do."""
    paths = article_paths[:2] if _HOW else article_paths

    def make(folder: Path) -> None:
        briefer = Briefer(progress=False)
        (folder / "briefs").write_bytes(pickle.dumps([briefer(path) for path in paths]))

    found: list[Brief] = pickle.loads((made_once(f"briefs{_HOW}", make) / "briefs").read_bytes())
    return found
