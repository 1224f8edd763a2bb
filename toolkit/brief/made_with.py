"""How a brief came to be. In: the parts that took part. Out: Provenance, the same for the same inputs but the time."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from toolkit.article.types import Article
from toolkit.brief.types import Component, Provenance, Route

__all__ = ["provenance", "toolkit_version"]

_DISTRIBUTION = "bilingual-brief-toolkit"
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
        versions={"python": platform.python_version(), **dict(_installed())},
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
