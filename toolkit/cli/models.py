"""`toolkit models …`: what is on this machine, what a download would cost, how models compare."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from toolkit.addresses import redacted
from toolkit.article import read
from toolkit.cli.console import PATH, complain, done, say, settings_options
from toolkit.files import cache_dir, data_dir, folder_size, hub_cache_dir, readable_size
from toolkit.models import store, trials


@click.group()
def models() -> None:
    """List, inspect, fetch and remove models."""


@models.command("list")
def list_() -> None:
    """List the models that the toolkit knows by name, and whether each can run here."""
    rows = [("model", "task", "state", "size", "licence", "")]
    for s in store.list_models():
        limits = "non-commercial" if s.non_commercial else "restricted" if s.preset and s.preset.restriction else ""
        rows.append((s.name, s.task or "", s.state, readable_size(s.size), s.licence or "?", limits))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@models.command()
@click.argument("name")
def show(name: str) -> None:
    """Show what is known of NAME: a preset, hub id or folder."""
    status = store.show(name)
    lines: dict[str, object] = {
        "name": status.name,
        "hub id": status.hub_id,
        "task": status.task,
        "state": status.state,
        "size": readable_size(status.size),
        "licence": f"{status.licence or 'unknown'}{' (non-commercial)' if status.non_commercial else ''}",
        "revision": status.revision,
        "folder": status.path,
        "int8 conversions": readable_size(status.converted) if status.converted else None,
    }
    tried = trials.trials_of((status.name, status.hub_id), status.revision)
    told = (f"{t} ({t.how}, {t.seconds:.1f} s)" + (" – refused" if t.outcome.problem else "") for t in tried)
    lines["tried"] = "; ".join(told) or "not yet: before its first use"
    if status.preset:
        lines["restriction"] = status.preset.restriction or None
        lines |= {"input limit": status.preset.input_limit, "note": status.preset.note}
        lines["figures from"] = "; ".join(status.preset.sources)
    for label, value in lines.items():
        if value is not None:
            say(f"{label + ':':<18}{value}")


@models.command()
@click.argument("name")
@click.option("--revision", default=None, help="Commit, tag or branch; the pinned one by default.")
@click.option("--offline", is_flag=True, default=None, help="Fail instead of asking the hub.")
@click.option("--yes", is_flag=True, help="Do not ask before a download.")
def pull(name: str, revision: str | None, offline: bool | None, yes: bool) -> None:
    """Fetch NAME after saying how large it is and under what licence."""
    status = store.show(name)
    if status.state != "on disk":
        terms = f"{status.name}: {readable_size(status.size)}, licence {status.licence or 'unknown'}"
        say(terms + (", non-commercial use only" if status.non_commercial else ""))
        if not yes and sys.stdin.isatty():
            click.confirm("Fetch it?", abort=True, default=True)
    pulled = store.pull(name, revision=revision, offline=offline)
    say(f"{'fetched' if pulled.fetched else 'already here'}: {pulled.path} ({readable_size(pulled.size)})")


@models.command()
@click.argument("names", metavar="MODEL...", nargs=-1, required=True)
@click.option("--articles", type=click.Path(exists=True, path_type=Path), help="An article or a folder of them.")
@click.option("--sentences", default=40, show_default=True, help="How many reference sentences, at most all.")
@click.option("--out", default="models.html", show_default=True, type=PATH)
@settings_options("engine", "device", "offline", placed=False)
def compare(names: tuple[str, ...], articles: Path | None, sentences: int, out: Path, **choices: Any) -> None:
    """Let MODELs (presets, hub ids, folders, addresses) translate the same sentences, and show them side by side."""
    from toolkit.output.comparison import compare_models

    files = () if articles is None else (articles,) if articles.is_file() else sorted(articles.rglob("*"))
    told = done([str(path) for path in files if path.is_file()], read)  # what is no Arabic article is left out
    comparison = compare_models(names, told, sentences=sentences, **choices)
    say(repr(comparison))
    say(f"side by side: {comparison.save(out)}")


@models.command()
@click.argument("name")
def where(name: str) -> None:
    """Print the folder of NAME; exit code 1 if it is not on this machine."""
    folder = store.where(name)
    if folder is None:
        complain(f"{name} is not on this machine. Fetch it: toolkit models pull {name}")
        raise SystemExit(1)
    say(folder)


@models.command()
@click.argument("name")
def verify(name: str) -> None:
    """Check the files of NAME against their digests; exit code 1 if one is damaged."""
    result = store.verify(name)
    say(f"{result.path}: {result.checked} files checked, {result.unchecked} without a digest")
    if not result.ok:
        complain(f"damaged: {', '.join(result.bad)}. Fetch them again: toolkit models pull {name}")
        raise SystemExit(1)


@models.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Delete NAME and its conversions from this machine."""
    if not yes:
        click.confirm(f"Remove {name}?", abort=True)
    removed = store.remove(name)
    say(f"removed {readable_size(removed.size)}: {', '.join(map(str, removed.paths))}")


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
    from toolkit.files import cores
    from toolkit.models import store, trials
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
        "folders": {name: {"path": str(path), "size": folder_size(path)} for name, path in folders.items()},
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
