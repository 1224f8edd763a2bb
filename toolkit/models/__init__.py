"""Models that can run: presets, the store of models on this machine, and the engines. Nothing heavy is imported."""

from toolkit.models.loading import load
from toolkit.models.presets import DEFAULT_TRANSLATOR, PRESETS, Preset, lookup
from toolkit.models.types import Alignment, Engine, EngineKind, Generation, Task

__all__ = [
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
