"""What can run: presets, the store and the engines. In: a model's name and texts. Out: Generations.

Nothing heavy is imported until it is used: names are looked up when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.models.loading import load
    from toolkit.models.presets import DEFAULT_SUMMARIZER, DEFAULT_TRANSLATOR, PRESETS, Preset, lookup
    from toolkit.models.types import Alignment, Engine, EngineKind, Generation, Task

__all__ = [
    "DEFAULT_SUMMARIZER",
    "DEFAULT_TRANSLATOR",
    "PRESETS",
    "Alignment",
    "Engine",
    "EngineKind",
    "Generation",
    "Preset",
    "Task",
    "load",
    "lookup",
]

_HOMES = {
    "load": "loading",
    "DEFAULT_SUMMARIZER": "presets",
    "DEFAULT_TRANSLATOR": "presets",
    "PRESETS": "presets",
    "Preset": "presets",
    "lookup": "presets",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'types')}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
