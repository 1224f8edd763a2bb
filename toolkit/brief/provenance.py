"""How a brief came to be; the same inputs give the same provenance except for the time."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from toolkit.article.types import Article
from toolkit.brief.types import Component, Provenance, Route

_DISTRIBUTION = "bilingual-brief-toolkit"
_CPU = Path("/proc/cpuinfo")
_VECTOR_UNITS = ("avx512_vnni", "avx512f", "avx_vnni", "avx2", "avx", "asimd")
_PACKAGES = ("ctranslate2", "numpy", "sentencepiece", "torch", "transformers")


def provenance(
    article: Article, *, route: Route, components: Iterable[Component], settings: Mapping[str, object]
) -> Provenance:
    """Describe the making of a brief of `article` now, or at SOURCE_DATE_EPOCH where that is set."""
    return Provenance(
        toolkit=toolkit_version(),
        created=_now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        article_sha256=article.sha256,
        route=route,
        components=tuple(components),
        settings={name: str(value) for name, value in settings.items()},
        versions={"python": platform.python_version(), **dict(_installed()), "instructions": _instructions()},
    )


@cache
def toolkit_version() -> str:
    """Return the version of the installed toolkit, or `0+unknown` when it is used without installing."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "0+unknown"


def _now() -> datetime:
    """Honour SOURCE_DATE_EPOCH (seconds since 1970), as reproducible builds do."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


@cache  # each question reads a file, and a batch asks for every article
def _installed() -> tuple[tuple[str, str], ...]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return tuple(found.items())


@cache
def _instructions() -> str:
    """Name the instruction set that small models compute with: where it differs, their last digits may, too."""
    if forced := os.environ.get("CT2_FORCE_CPU_ISA"):
        return f"{platform.machine()} {forced.lower()}"
    try:
        flags = set(_CPU.read_text(encoding="ascii", errors="replace").split())
    except OSError:
        return platform.machine()
    return f"{platform.machine()} {next((unit for unit in _VECTOR_UNITS if unit in flags), '')}".strip()
