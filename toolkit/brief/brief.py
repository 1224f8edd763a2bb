"""The brief: everything known about one article, and what can be done with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from toolkit.brief import codec
from toolkit.brief.types import BriefFields, Note, Review
from toolkit.checks.findings import Finding
from toolkit.summarize.claims import sentence_claim
from toolkit.translate.glossary import Glossary
from toolkit.translate.memory import TranslationMemory

if TYPE_CHECKING:
    from toolkit.jupyter.editor import Editor
    from toolkit.jupyter.explorer import Explorer

__all__ = ["Brief"]

_MOST_LEFT_OUT = 5


@dataclass(frozen=True, repr=False)
class Brief(BriefFields):
    """Everything known about one article, and what can be done with it; see `BriefFields` for what it holds."""

    def reviewed(self, by: str, *, note: str = "", at: datetime | None = None) -> Brief:
        """Return this brief as read and approved by a person; what it exports no longer says "draft".

        Parameters
        ----------
        by
            Who reviewed it.
        note
            A remark for the readers.
        at
            When, with a time zone; now if not given.
        """
        if not by.strip():
            raise ValueError("A review needs the name of the person who made it.")
        when = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return replace(self, review=Review(by.strip(), when, note))

    def noted(self, kind: Literal["claim", "sentence"], index: int, text: str, *, tags: Sequence[str] = ()) -> Brief:
        """Return this brief with a person's note on a claim or a sentence, in the place of the one that is there.

        Parameters
        ----------
        kind, index
            What it is on, counted from 0.
        text
            The note; without text and tags the note that is there is taken away.
        tags
            Words to find it by.

        Raises
        ------
        IndexError
            If there is no such claim or sentence.
        """
        count = len(self.claims if kind == "claim" else self.translations)
        if kind not in ("claim", "sentence") or not 0 <= index < count:
            raise IndexError(f"There is no {kind} {index}: the brief has {count}, counted from 0.")
        words = tuple(dict.fromkeys(word for tag in tags if (word := tag.strip().lstrip("#"))))
        made = [Note(kind, index, " ".join(text.split()), words)] if text.strip() or words else []
        others = [note for note in self.notes if (note.kind, note.index) != (kind, index)]
        return replace(self, notes=tuple(sorted([*others, *made], key=lambda note: (note.kind, note.index))))

    @property
    def title(self) -> str | None:
        """The headline in English, or None when the article has none or it is not translated."""
        for sentence in self.article.sentences:
            if sentence.kind == "title" and sentence.part == 0:
                translation = self.translations[sentence.index]
                return translation.text if translation else None
        return None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every doubt in the brief: those of the claims, then those of the translations in order."""
        of_claims = [f for claim in self.claims for f in claim.findings]
        return (*of_claims, *(f for t in self.translations if t for f in t.findings))

    @property
    def left_out(self) -> tuple[int, ...]:
        """Up to five translated sentences that rank as high as one that a claim rests on, and carry none; in order."""
        scores = {ranked.sentence: ranked.score for ranked in self.ranking}
        used = {evidence.sentence for claim in self.claims for evidence in claim.evidence}
        least = min((scores[index] for index in used if index in scores), default=1.0)
        fit = [i for i, score in scores.items() if score >= least and i not in used and self.translations[i]]
        return tuple(sorted(fit[:_MOST_LEFT_OUT]))

    def swap(self, claim: int, *, sentence: int) -> Brief:
        """Return this brief with a translated sentence in the place of a claim, marked as a person's edit.

        Parameters
        ----------
        claim
            Index into `claims`.
        sentence
            Index into `article.sentences`, for example one of `left_out`.

        Raises
        ------
        IndexError
            If there is no such claim or sentence.
        ValueError
            If the sentence has no translation.
        """
        for noun, index, count in (("claim", claim, len(self.claims)), ("sentence", sentence, len(self.translations))):
            if not 0 <= index < count:
                raise IndexError(f"There is no {noun} {index}: the brief has {count}, counted from 0.")
        translation, before = self.translations[sentence], self.claims[claim]
        if translation is None:
            raise ValueError(f"Sentence {sentence} has no translation; write one in the editor first.")
        made = sentence_claim(sentence, self.article, self.translations, origin="edited")
        machine_text = before.machine_text if before.origin == "edited" else before.text
        taken = replace(made, machine_text=machine_text)
        return replace(self, claims=(*self.claims[:claim], taken, *self.claims[claim + 1 :]), review=None)

    @property
    def verdicts(self) -> Counter[str]:
        """How many claims have each verdict."""
        return Counter(claim.verdict for claim in self.claims)

    @property
    def origins(self) -> Counter[str]:
        """How many translations have each origin."""
        return Counter(t.origin for t in self.translations if t)

    def save(self, path: str | Path, **options: Any) -> Path:
        """Write the brief in the format that the suffix names (.html, .docx, .pdf, …) and return the path.

        Parameters
        ----------
        path
            Where to; folders are made.
        options
            `layout` (`memo`, `bilingual` or `dossier`) for .docx and .pdf; `template`, a Word file, for .docx;
            `version` (`2.0`, or `1.2` for older CAT tools) for .xlf.

        Raises
        ------
        SaveError
            If the suffix or an option is unknown, or the file cannot be written; an old file is then untouched.
        """
        from toolkit.output.formats import save

        return save(self, path, **options)

    def explore(self, *, height: int | None = None, compact: bool = False) -> Explorer:
        """Return the brief as a widget: claims, translation and key facts that light up their Arabic, and back.

        Parameters
        ----------
        height
            Height of the panes in pixels; 560 by default, 260 if compact.
        compact
            Whether it is to fit a notebook cell: smaller, without head and filters.

        Raises
        ------
        MissingExtraError
            If anywidget is not installed.
        """
        from toolkit.jupyter.explorer import Explorer

        return Explorer(self, height=height, compact=compact)

    def edit(
        self,
        *,
        memory: TranslationMemory | Literal["default"] | None = "default",
        person: str = "",
        glossary: Glossary | None = None,
    ) -> Editor:
        """Return a widget to correct, accept and reject translations and claims; `.brief` of it is the brief then.

        Parameters
        ----------
        memory
            Where corrected translations are remembered: `"default"` is the person's own memory, None remembers nothing.
        person
            Who edits; kept with what is remembered.
        glossary
            Terms whose English is offered beside the sentence.

        Raises
        ------
        MissingExtraError
            If ipywidgets is not installed.
        """
        from toolkit.jupyter.editor import Editor

        return Editor(self, memory=memory, person=person, glossary=glossary)

    def to_json(self) -> str:
        """Return the brief as JSON with a schema version; `from_json` gives an equal brief back."""
        return codec.dumps(self)

    @classmethod
    def from_json(cls, text: str, *, origin: str = "the text") -> Brief:
        """Rebuild a brief from `to_json`; `origin` names the text in errors.

        Raises
        ------
        FormatError
            If the text is not a brief, or was written by a newer toolkit.
        """
        return cls(**vars(codec.loads(text, origin=origin)))

    @classmethod
    def load(cls, path: str | Path) -> Brief:
        """Read a brief back from a saved .json file; raises FormatError like `from_json`."""
        return cls.from_json(codec.text_of(path, "brief"), origin=str(path))

    def _repr_html_(self) -> str:
        from toolkit.output.formats import render

        return str(render(self, "fragment"))

    def __repr__(self) -> str:
        return (
            f"Brief({self.article.id!r}, claims={len(self.claims)}, "
            f"translated={sum(self.origins.values())}/{len(self.translations)}, gaps={len(self.gaps)})"
        )
