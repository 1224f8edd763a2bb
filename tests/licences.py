"""The list of licences in docs/licences.md. `python -m tests.licences` writes it from constraints.txt and what is installed.

In: pinned packages and the metadata that came with them. Out: one row a package: name, version, licence as the package
states it, and who asks for it. Run it where everything of constraints.txt is installed (`make test` does that).
"""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

__all__ = ["DOCUMENT", "Row", "installed_version", "pinned", "rows_of", "stated_licence"]

DOCUMENT = ROOT / "docs" / "licences.md"
_START, _END = "<!-- made by python -m tests.licences -->", "<!-- end -->"
_LONGEST = 60


class Row(NamedTuple):
    """One package of the list."""

    name: str
    version: str
    licence: str
    asked_by: str


def pinned() -> dict[str, str]:
    """Return the packages of constraints.txt with their versions."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.strip().split("==") for line in lines if "==" in line and not line.startswith("#"))


def installed_version(name: str) -> str | None:
    """Return the version that is installed, without the name of a build (2.13.0 for 2.13.0+cpu); None if it is not."""
    try:
        return metadata.version(name).partition("+")[0]
    except metadata.PackageNotFoundError:
        return None


def stated_licence(name: str) -> str:
    """Return what a package says of its licence: the expression, else its own words, else the classifier."""
    told = metadata.metadata(name)
    classifiers = [c.split(" :: ")[-1] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    own = (told.get("License") or "").strip()
    fits = (
        own
        and "\n" not in own
        and len(own) <= _LONGEST
        and not re.search("copyright|unknown|agreement", own, re.IGNORECASE)
    )
    return told.get("License-Expression") or (own if fits else "") or "; ".join(classifiers) or "not stated"


def _asked_by() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked: dict[str, list[str]] = {}
    for group, lines in {"the toolkit": project["dependencies"], **project["optional-dependencies"]}.items():
        for line in lines:
            asked.setdefault(canonicalize_name(Requirement(line).name), []).append(group)
    return {name: ", ".join(groups) for name, groups in asked.items()}


def rows_of(text: str) -> list[Row]:
    """Return the rows of the document."""
    table = text.split(_START)[1].split(_END)[0]
    lines = [line.strip().strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    return [Row(*(cell.strip() for cell in cells)) for cells in lines[2:]]


def _table() -> str:
    asked = _asked_by()
    rows = [
        f"| {name} | {version} | {stated_licence(name)} | {asked.get(canonicalize_name(name), 'another package')} |"
        for name, version in pinned().items()
    ]
    return "\n".join(["| package | version | licence, as it states it | asked for by |", "|---|---|---|---|", *rows])


def main() -> None:
    """Write the table into the document."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(_START)
    after = rest.partition(_END)[2]
    DOCUMENT.write_text(f"{before}{_START}\n{_table()}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
