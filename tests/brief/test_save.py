from __future__ import annotations

from pathlib import Path

import pytest

from tests.briefs import brief_of
from toolkit.errors import SaveError
from toolkit.output.formats import FORMATS


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_written_and_leaves_no_scraps(tmp_path: Path, suffix: str) -> None:
    path = brief_of().save(tmp_path / "new" / f"brief.{suffix}")
    assert path.stat().st_size > 500
    assert list(path.parent.iterdir()) == [path]


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="html"):
        brief_of().save(tmp_path / "brief.xyz")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_our_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SaveError, match="Cannot write"):
        brief_of().save(tmp_path / "file" / "brief.html")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "brief.html"
    target.mkdir()  # replacing a folder by a file fails at the last step
    with pytest.raises(SaveError):
        brief_of().save(target)
    assert list(tmp_path.iterdir()) == [target]
