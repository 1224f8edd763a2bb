"""Arabic news articles to bilingual briefs in which every English sentence shows its Arabic source.

>>> from toolkit import Briefer, read          # doctest: +SKIP
>>> Briefer()(read("article.txt")).save("brief.html")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.article import Article, read, read_text
from toolkit.brief import Brief, Briefer
from toolkit.errors import (
    EncodingError,
    EndpointError,
    FormatError,
    MemoryStoreError,
    MissingExtraError,
    ModelError,
    ModelNotFoundError,
    ModelTrialError,
    ModelUnavailableError,
    NoArabicError,
    ReadError,
    RefusalError,
    SaveError,
    ToolkitError,
    UnsupportedModelError,
)
from toolkit.memo import Memo
from toolkit.settings import Settings

if TYPE_CHECKING:
    from toolkit.jupyter.studio import Studio

__all__ = [
    "Article",
    "Brief",
    "Briefer",
    "EncodingError",
    "EndpointError",
    "FormatError",
    "Memo",
    "MemoryStoreError",
    "MissingExtraError",
    "ModelError",
    "ModelNotFoundError",
    "ModelTrialError",
    "ModelUnavailableError",
    "NoArabicError",
    "ReadError",
    "RefusalError",
    "SaveError",
    "Settings",
    "ToolkitError",
    "UnsupportedModelError",
    "read",
    "read_text",
    "studio",
]


def studio(text: str = "", *, folder: str = "briefs") -> Studio:
    """Open the studio in a notebook: a page to paste, upload or name articles, make briefs and export them by clicking.

    Parameters
    ----------
    text
        An Arabic article to begin with.
    folder
        Where files are saved, relative to the notebook, unless the person names another folder.

    Raises
    ------
    MissingExtraError
        If ipywidgets or anywidget is not installed.
    """
    try:
        from toolkit.jupyter.studio import studio as opened
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"The studio needs the package {error.name!r}.",
            remedy="Install it: pip install 'bilingual-brief-toolkit[notebook]'",
        ) from error
    return opened(text, folder=folder)


def load_ipython_extension(shell: Any) -> None:
    """Register `%brief` and `%%brief`; called by `%load_ext toolkit`."""
    from toolkit.jupyter.magic import load

    load(shell)
