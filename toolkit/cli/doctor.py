"""`toolkit doctor`: what is on this machine, and what is missing for what. Asks no network."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from toolkit.addresses import redacted
from toolkit.cli.console import say
from toolkit.files import cache_dir, data_dir, hub_cache_dir, readable_size

__all__ = ["doctor", "told"]

_DISTRIBUTION = "bilingual-brief-toolkit"
_SETTINGS = re.compile(r"TOOLKIT_|HF_|HUGGINGFACE_|OPENAI_API_KEY$")
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+).*?(?:extra == ['\"](?P<extra>[\w-]+)['\"])?$")
_WORKING = ("ctranslate2", "numpy", "tokenizers", "torch", "transformers")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def doctor(as_json: bool) -> None:
    """Say what is on this machine: versions, extras, models, folders, processor, fonts; and what is missing."""
    found = _examined()
    say(json.dumps(found, indent=2) if as_json else "\n".join(told(found)))


def _examined() -> dict[str, Any]:
    from toolkit.models import store, trials
    from toolkit.models.batching import cores
    from toolkit.models.transformers_engine import pick_device

    models = [
        {
            "name": status.name,
            "task": status.task,
            "state": status.state,
            "size": status.size,
            "tried": [str(trial) for trial in trials.trials_of((status.name, status.hub_id), status.revision)],
        }
        for status in store.list_models()
    ]
    folders = {"results and conversions": cache_dir(), "translation memory": data_dir(), "models": hub_cache_dir()}
    fonts = files("toolkit.output") / "fonts"
    return {
        "toolkit": _version(_DISTRIBUTION),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": cores(),
        "device": pick_device(),
        "packages": {name: _version(name) for name in _WORKING},
        "extras": {extra: sorted(names) for extra, names in sorted(_missing_of_extras().items())},
        "models": models,
        "folders": {name: {"path": str(path), "size": _size(path)} for name, path in folders.items()},
        "fonts": [name for name in ("Amiri-Regular", "Amiri-Bold") if (fonts / f"{name}.ttf").is_file()],
        "variables": {name: _shown(name) for name in sorted(os.environ) if _SETTINGS.match(name)},
    }


def _shown(variable: str) -> str:
    secret = "KEY" in variable or "TOKEN" in variable
    return "set" if secret else redacted(os.environ[variable])


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _missing_of_extras() -> dict[str, list[str]]:
    """Return the extras of the toolkit with the packages that each lacks here."""
    missing: dict[str, list[str]] = {}
    for requirement in requires(_DISTRIBUTION) or ():
        found = _REQUIREMENT.match(requirement)
        if found and found["extra"]:
            missing.setdefault(found["extra"], []).extend([] if _version(found["name"]) else [found["name"]])
    return missing


def _size(folder: Path) -> int:
    """Return the bytes of the files in a folder; links, which a cache of models is full of, count once."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def told(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that a person reads, with what to do about what is missing."""
    from toolkit.models.presets import EMBEDDED_SUMMARIZER, QUICK_TRANSLATOR

    yield f"toolkit {found['toolkit'] or 'not installed'}, Python {found['python']}, {found['system']}"
    yield f"{found['cores']} cores; models run on {found['device']}"
    yield ", ".join(f"{name} {number or 'MISSING'}" for name, number in found["packages"].items())
    yield "Extras:"
    for extra, missing in found["extras"].items():
        remedy = f"lacks {', '.join(missing)}: pip install '{_DISTRIBUTION}[{extra}]'"
        yield f"  {extra:<12}{remedy if missing else 'complete'}"
    yield "Models on this machine (toolkit models list names the others):"
    for model in found["models"]:
        if model["state"] in ("on disk", "incomplete"):
            tried = f"; tried: {model['tried'][-1]}" if model["tried"] else ""
            yield f"  {model['name']:<28}{model['task']}, {readable_size(model['size'])}, {model['state']}{tried}"
    for task, pull in (("translation", QUICK_TRANSLATOR), ("summarization", EMBEDDED_SUMMARIZER)):
        if not any(m["task"] == task and m["state"] == "on disk" for m in found["models"]):
            yield f"  none for {task}: toolkit models pull {pull}"
    yield "Folders:"
    for name, folder in found["folders"].items():
        yield f"  {name:<28}{readable_size(folder['size'])}, {folder['path']}"
    yield f"Fonts of PDF files: {', '.join(found['fonts']) or 'MISSING, install the toolkit again'}"
    variables = ", ".join(f"{name}={value}" for name, value in found["variables"].items())
    yield f"Variables: {variables or 'none set'}"
