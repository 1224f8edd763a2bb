"""The explorer: a brief to click through, with the Arabic beside it.

`explorer.js` draws it and `explorer.css` dresses it; nothing is fetched from anywhere. What is selected and what is
filtered are traits, so that the notebook can observe and set them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from toolkit.article.types import Sentence
from toolkit.brief.brief import Brief
from toolkit.errors import MissingExtraError
from toolkit.jupyter.explorer_data import explorer_data, explorer_notes
from toolkit.language.facts import Fact
from toolkit.output.html import fragment
from toolkit.summarize.types import Claim

try:
    import anywidget
    import traitlets

    from toolkit.jupyter.static_view import WithStaticView
except ImportError as error:
    raise MissingExtraError.of("anywidget", "The explorer") from error

_FOLDER = Path(__file__).parent
_VERDICTS = ("supported", "weak", "unsupported")
_TABS = ("summary", "translation", "facts")


class Explorer(WithStaticView, anywidget.AnyWidget):  # type: ignore[misc]
    """A brief as a widget: claims, translation and key facts on one side, the Arabic article on the other.

    Parameters
    ----------
    brief
        What to show. Assign another to `explorer.brief` to show that one in the same place.
    height
        Height of the two panes in pixels; 560 by default, 260 if compact.
    compact
        Whether it is to fit a notebook cell: smaller, without head and filters.

    Attributes
    ----------
    selected
        What is selected: None, or `{"kind": "claim" | "sentence" | "fact", "index": n}`, n counting `brief.claims`,
        `brief.article.sentences` or `brief.facts` from 0. Observe it, or set it to select something.
    selection
        The selected `Claim`, `Sentence` or `Fact` itself.
    tab
        `summary`, `translation` or `facts`.
    verdicts
        Claims of these verdicts are shown; empty for all.
    findings
        Claims and translations with a finding of one of these kinds are shown; empty for all.
    notes
        The notes of the brief, with those written on the page: `kind`, `index`, `text` and `tags` of each.

    Raises
    ------
    MissingExtraError
        On import, if anywidget is not installed.

    Examples
    --------
    >>> explorer = brief.explore()                                        # doctest: +SKIP
    >>> explorer.observe(lambda change: print(explorer.selection), "selected")  # doctest: +SKIP
    """

    _esm = _FOLDER / "explorer.js"
    _css = _FOLDER / "explorer.css"

    data = traitlets.Dict().tag(sync=True)
    height = traitlets.Int(560, min=200).tag(sync=True)
    compact = traitlets.Bool(False).tag(sync=True)
    notes = traitlets.List(traitlets.Dict()).tag(sync=True)
    selected = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    tab = traitlets.Enum(_TABS, default_value="summary").tag(sync=True)
    verdicts = traitlets.List(traitlets.Enum(_VERDICTS)).tag(sync=True)
    findings = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, brief: Brief, *, height: int | None = None, compact: bool = False, **traits: Any) -> None:
        self._brief = brief
        height = height or (260 if compact else 560)
        data, notes = explorer_data(brief), explorer_notes(brief)
        super().__init__(data=data, notes=notes, height=height, compact=compact, **traits)

    @property
    def brief(self) -> Brief:
        """The brief that is shown, with the notes written here."""
        return self._brief

    @brief.setter
    def brief(self, brief: Brief) -> None:
        self._brief = brief
        self.data, self.notes = explorer_data(brief), explorer_notes(brief)
        if self.selected and self.selected["index"] >= self._count(self.selected["kind"]):
            self.selected = None

    @property
    def selection(self) -> Claim | Sentence | Fact | None:
        """What is selected, as it stands in the brief."""
        if not self.selected:
            return None
        chosen: Claim | Sentence | Fact = self._things(self.selected["kind"])[self.selected["index"]]
        return chosen

    @traitlets.validate("selected")  # type: ignore[untyped-decorator]
    def _check_selected(self, proposal: Any) -> dict[str, Any] | None:
        value = proposal["value"]
        if not value:
            return None
        kind, index = value.get("kind"), value.get("index")
        if kind not in ("claim", "sentence", "fact") or not isinstance(index, int):
            raise traitlets.TraitError(
                f'selected is {value!r}; it is None or {{"kind": "claim", "sentence" or "fact", "index": number}}.'
            )
        if not 0 <= index < self._count(kind):
            raise traitlets.TraitError(
                f"There is no {kind} {index}: the brief has {self._count(kind)}, counted from 0."
            )
        return {"kind": kind, "index": index}

    @traitlets.validate("notes")  # type: ignore[untyped-decorator]
    def _take_notes(self, proposal: Any) -> list[dict[str, Any]]:
        brief = replace(self._brief, notes=())
        try:
            for note in proposal["value"]:
                brief = brief.noted(note["kind"], note["index"], note["text"], tags=note["tags"])
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise traitlets.TraitError(
                f"A note has kind, index, text and tags, of what is in the brief: {error}."
            ) from error
        self._brief = brief
        return explorer_notes(brief)

    def _things(self, kind: str) -> tuple[Any, ...]:
        return {"claim": self._brief.claims, "sentence": self._brief.article.sentences, "fact": self._brief.facts}[kind]

    def _count(self, kind: str) -> int:
        return len(self._things(kind))

    def static_html(self) -> str:
        """Return the static page of the brief."""
        return fragment(self._brief)

    def __repr__(self) -> str:
        return f"Explorer({self._brief!r})"
