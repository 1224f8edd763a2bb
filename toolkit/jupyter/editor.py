"""The editor: correct, accept or reject what the machine wrote.

What a person does to a brief is in `toolkit.brief.edits`; this file is the boxes and buttons around it, the memory
that corrections go to, and undo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup

from toolkit.article.types import Span
from toolkit.brief.brief import Brief
from toolkit.brief.edits import edit_claim, edit_translation, reject_claim, reject_translation, take_other
from toolkit.checks.findings import Evidence, Finding
from toolkit.errors import MemoryStoreError, MissingExtraError
from toolkit.evidence import check_translation
from toolkit.output.document import shown
from toolkit.output.html import arabic, fragment, isolate, plain
from toolkit.output.pieces import Mark, Piece, cut
from toolkit.summarize.types import Claim
from toolkit.translate.glossary import Glossary
from toolkit.translate.memory import Match, TranslationMemory
from toolkit.translate.types import Translation

try:
    import anywidget
    import ipywidgets
    import traitlets

    from toolkit.jupyter.static_view import StaticView, WithStaticView
except ImportError as error:
    raise MissingExtraError.of("ipywidgets", "The editor") from error

__all__ = ["Editor"]

Kind = Literal["claims", "translations"]

_ORIGINS = {
    "memory": "From the translation memory",
    "model": "Written by a model",
    "given": "From the given translation",
    "written": "Written by a model",
    "cut": "The translated sentence, cut by a model",
    "kept": "The translated sentence, unchanged",
}
_FULL = "calc(100% - 4px)"  # ipywidgets gives every box a margin of two pixels
_SUGGESTED = 3
_KEYS = "Ctrl+Enter confirms and goes to the next open one, Ctrl+↓ goes to the next doubt, Ctrl+Alt+1…9 takes a match."
_WRITE = "Write the English, or reject it."
_ARABIC_FONT = "font-family: 'Noto Naskh Arabic', Amiri, 'Geeza Pro', 'Traditional Arabic', serif"
_SOFT = "var(--jp-ui-font-color2, #5b6675)"
_GOOD = "var(--jp-success-color0, #1d7a46)"
_COLOURS = {
    "error": "var(--jp-error-color0, #b3261e)",
    "warning": "var(--jp-warn-color0, #8a5800)",
    "info": _SOFT,
}
_MARK = "background: rgba(255, 196, 0, 0.35); border-radius: 2px"
_LABEL_LENGTH = 64


@dataclass(frozen=True, slots=True)
class _Step:
    """One edit: the brief before and after it, and what it did to the memory and can take back."""

    said: str
    before: Brief
    after: Brief
    remember: Callable[[], None]
    forget: Callable[[], None]


class _Keys(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget is not followed
    """The editor's keys, and words that it puts at the cursor."""

    _esm = Path(__file__).parent / "editor_keys.js"


class Editor(WithStaticView, ipywidgets.VBox):  # type: ignore[misc]
    """A brief to correct, sentence by sentence; every edit is checked at once and can be undone.

    Parameters
    ----------
    brief
        What to edit; it stays as it is.
    memory
        Where corrected and accepted translations are remembered: `"default"` is the person's own memory, None
        remembers nothing.
    person
        Who edits; kept with what is remembered.
    glossary
        Terms whose English is offered beside the sentence.

    Attributes
    ----------
    brief
        The brief as edited so far. Observe it, or read it when done.
    memory
        The memory in use, or None.

    Examples
    --------
    >>> editor = brief.edit()            # doctest: +SKIP
    >>> editor.brief.save("brief.docx")  # doctest: +SKIP
    """

    brief = traitlets.Any()

    def __init__(
        self,
        brief: Brief,
        *,
        memory: TranslationMemory | Literal["default"] | None = "default",
        person: str = "",
        glossary: Glossary | None = None,
    ) -> None:
        self.memory = TranslationMemory.open() if memory == "default" else memory
        self.person = person
        self.glossary = glossary or Glossary()
        self._warned: tuple[int, str] | None = None
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._filling = False
        super().__init__(brief=brief)
        self._build()
        self._list()

    # -- what a person does ---------------------------------------------------------------------------------------

    def correct(self, kind: Kind, index: int, text: str) -> Brief:
        """Put `text` in the place of claim or translation `index`; the same text again accepts what is there.

        A translation goes to the memory. Returns the new brief, which is also `editor.brief`.

        Raises
        ------
        IndexError, ValueError
            As `toolkit.brief.edit_translation` and `edit_claim` do.
        """
        text = text.strip()
        if kind == "claims":
            same = text == self.brief.claims[index].text
            after = edit_claim(self.brief, index, text)
            return self._do(f"Claim {index + 1} {'confirmed' if same else 'corrected'}.", after)
        before = self.brief.translations[index]
        said = f"Sentence {index + 1} {'confirmed' if before and before.text == text else 'corrected'}."
        return self._do(said, edit_translation(self.brief, index, text), *self._in_memory(index, text))

    def confirm(self) -> None:
        """Confirm what the box holds and go to the next open one; one with an error is confirmed the second time."""
        kind, index, text = self._kind.value, self._items.value, self._text.value.strip()
        if index is None or not text:
            self._say("An edit needs a text; to take it out, press Reject.", "error")
            return
        if kind == "translations" and self._warned != (index, text):
            found = check_translation(self.brief.article.sentences[index].text, text)
            if errors := [finding.message for finding in found if finding.severity == "error"]:
                self._warned = index, text
                self._say(f"{' '.join(errors)} Confirm again if it is right all the same.", "error")
                return
        self.correct(kind, index, text)
        made = self.brief.claims if kind == "claims" else self.brief.translations
        self._go_on([n for _, n in self._items.options if state_of(made[n]) not in ("edited", "confirmed")], index)

    def next_doubt(self) -> None:
        """Go to the next claim or sentence that the checks doubt."""
        claims = self._kind.value == "claims"
        made: tuple[Any, ...] = self.brief.claims if claims else self.brief.translations
        doubted = [n for _, n in self._items.options if made[n] is None or doubts(made[n].findings)]
        if not self._go_on([n for n in doubted if n != self._items.value], self._items.value):
            self._say("There is no other doubt here.")

    def _go_on(self, places: list[int], index: int) -> bool:
        """Choose the first of the places behind `index`, else the first of all."""
        if places:
            self._items.value = next((n for n in places if n > index), places[0])
        return bool(places)

    def reject(self, kind: Kind, index: int) -> Brief:
        """Take a claim out of the summary, or a translation out of the brief and of the person's own memory."""
        if kind == "claims":
            return self._do(f"Claim {index + 1} rejected.", reject_claim(self.brief, index))
        return self._do(
            f"Sentence {index + 1} rejected.", reject_translation(self.brief, index), *self._in_memory(index, None)
        )

    def take(self, index: int, other: int) -> Brief:
        """Put another given translation of a sentence, of its `others`, in the place of the one that is there."""
        after = take_other(self.brief, index, other)
        made = after.translations[index]
        return self._do(f"Sentence {index + 1} taken from {made.model if made else ''}.", after)

    def undo(self) -> Brief:
        """Take the last edit back, in the memory too; returns the brief."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._show(step.before, f"Undone: {step.said}", step.forget)
        return self._current()

    def redo(self) -> Brief:
        """Do again what was undone last; returns the brief."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._show(step.after, step.said, step.remember)
        return self._current()

    def _current(self) -> Brief:
        brief: Brief = self.brief
        return brief

    def _do(
        self,
        said: str,
        after: Brief,
        remember: Callable[[], None] = lambda: None,
        forget: Callable[[], None] = lambda: None,
    ) -> Brief:
        self._done.append(_Step(said, self.brief, after, remember, forget))
        self._undone.clear()
        self._show(after, said, remember)
        return after

    def _in_memory(self, index: int, text: str | None) -> tuple[Callable[[], None], Callable[[], None]]:
        """Return what remembers `text` (None: forgets the sentence) and what puts the memory back as it was."""
        memory = self.memory
        if memory is None:
            return (lambda: None, lambda: None)
        source, article = self.brief.article.sentences[index].text, self.brief.article.id
        held = [unit for unit in memory.own(source) if unit.origin == "edited"]

        def remember() -> None:
            if text is None:
                memory.remove(source, origin="edited")
            else:
                memory.add(source, text, article=article, person=self.person)

        def forget() -> None:
            memory.remove(source, origin="edited")
            for unit in held:
                memory.add(unit.source, unit.target, article=unit.article, person=unit.person, note=unit.note)

        return remember, forget

    def _show(self, brief: Brief, said: str, memorize: Callable[[], None]) -> None:
        """Show `brief`; a memory that cannot be written costs no edit, and is told of."""
        try:
            memorize()
        except MemoryStoreError as error:
            self._say(f"{said} Not remembered: {error}", "error")
        else:
            self._say(said)
        self.brief = brief
        self._list()

    # -- boxes and buttons ----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._kind = ipywidgets.ToggleButtons(options=[("Claims", "claims"), ("Translations", "translations")])
        self._kind.style.button_width = "130px"
        self._only = ipywidgets.Checkbox(description="only with doubts", indent=False)
        self._items = ipywidgets.Select(options=[], layout=_layout(width=_FULL, height="330px"))
        self._items.tooltip = "Claims or sentences of the brief"
        self._arabic, self._machine, self._checks, self._status = (ipywidgets.HTML() for _ in range(4))
        self._text = ipywidgets.Textarea(layout=_layout(width=_FULL, height="104px"))
        self._text.tooltip = "The English; checked while you type"
        self._confirm = _button(
            "Confirm", lambda _: self.confirm(), "primary", "It is right as it stands here", "check"
        )
        self._next = _button("Next doubt", lambda _: self.next_doubt(), "", "Go to the next one that is doubted")
        self._matches = ipywidgets.VBox()
        self._search = ipywidgets.Text(placeholder="Search the memory: Arabic or English", layout=_layout(width=_FULL))
        self._search.tooltip = "Search the memory"
        self._found = ipywidgets.HTML()
        self._keys = _Keys()
        self._keys.on_msg(self._key)
        self._search.observe(lambda _: self._look_up(), "value")
        self._reject = _button("Reject", self._press_reject, "", "Take it out of the brief", "times")
        self._reset = _button("Reset", lambda _: self._fill(), "", "Back to what the brief has")
        self._undo = _button("Undo", lambda _: self.undo(), "", "Take the last edit back", "undo")
        self._redo = _button("Redo", lambda _: self.redo(), "", "Do it again", "repeat")
        self._kind.observe(self._changed_list, "value")
        self._only.observe(self._changed_list, "value")
        self._items.observe(lambda _: self._fill(), "value")
        self._text.observe(lambda _: self._check(), "value")
        left = ipywidgets.VBox(
            [ipywidgets.HBox([self._kind, self._only], layout=_layout(flex_flow="row wrap")), self._items],
            layout=_layout(flex="1 1 320px", min_width="280px"),
        )
        buttons = ipywidgets.HBox(
            [self._confirm, self._next, self._reject, self._reset, self._undo, self._redo],
            layout=_layout(flex_flow="row wrap"),
        )
        right = ipywidgets.VBox(
            [
                *(_label("Arabic"), self._arabic, _label("English"), self._text, self._machine, self._checks, buttons),
                *(self._matches, self._search, self._found, ipywidgets.HTML(str(note(_KEYS)))),
            ],
            layout=_layout(flex="2 1 460px", min_width="300px", padding="0 0 0 14px"),
        )
        static = StaticView(name=type(self).__name__)
        self.children = [
            ipywidgets.HBox([left, right], layout=_layout(flex_flow="row wrap")),
            self._status,
            self._keys,
            static,
        ]
        self.add_class("bb-editor")

    def _changed_list(self, _: Any) -> None:
        self._list()

    def _list(self) -> None:
        """Fill the list, and keep the place in it."""
        place = self._items.value
        options = self._claim_options() if self._kind.value == "claims" else self._sentence_options()
        self._filling = True
        self._items.options = options
        indexes = [index for _, index in options]
        self._items.value = place if place in indexes else next(iter(indexes), None)
        self._filling = False
        self._undo.disabled, self._redo.disabled = not self._done, not self._undone
        self._fill()

    def _claim_options(self) -> list[tuple[str, int]]:
        claims = enumerate(self.brief.claims)
        return [(claim_label(n, c), n) for n, c in claims if not self._only.value or c.verdict != "supported"]

    def _sentence_options(self) -> list[tuple[str, int]]:
        brief: Brief = self.brief
        pairs = [(s.index, brief.translations[s.index]) for s in brief.article.sentences if s.kind != "boilerplate"]
        return [(sentence_label(n, t), n) for n, t in pairs if not self._only.value or t is None or doubts(t.findings)]

    def _fill(self) -> None:
        """Show the chosen claim or sentence."""
        if self._filling:
            return
        index = self._items.value
        self._offer_matches()
        for box in (self._text, self._confirm, self._reject, self._reset):
            box.disabled = index is None
        if index is None:
            self._arabic.value = str(note("Nothing here to edit."))
            self._machine.value = self._checks.value = ""
            self._put_text("")
            return
        brief: Brief = self.brief
        if self._kind.value == "claims":
            claim = brief.claims[index]
            self._arabic.value = sources_html(brief, claim.evidence)
            self._machine.value = _said(claim)
            self._put_text(claim.text)
            self._checks.value = findings_html(claim.findings, verdict=claim.verdict)
        else:
            translation = brief.translations[index]
            self._arabic.value = arabic_of(brief, index, translation.findings if translation else ())
            self._machine.value = _said(translation)
            self._put_text(translation.text if translation else "")
            self._checks.value = findings_html(translation.findings) if translation else str(note(_WRITE))

    def _offer_matches(self) -> None:
        """Put a button beside the sentence for each other translation, match of the memory and term of the glossary."""
        index = self._items.value
        buttons = []
        if index is not None and self._kind.value == "translations":
            source, made = self.brief.article.sentences[index].text, self.brief.translations[index]
            for other, given in enumerate(made.others if made else ()):
                label = f"{given.model}: {'⚠ ' if doubts(given.findings) else ''}{given.text}"
                told = "Take this translation of the sentence. " + " ".join(f.message for f in given.findings)
                buttons.append(_button(label, partial(self._take_other, index, other), "", told))
            for match in self._held(source):
                label = f"{match.score:.0%} {match.target}"
                buttons.append(_button(label, partial(self._take, match.target), "", match.source))
            terms = dict.fromkeys(found.term.preferred for found in self.glossary.find(source))
            for word in terms:
                buttons.append(_button(word, partial(self._insert, word), "", "From the glossary"))
        for number, button in enumerate(buttons, 1):
            button.description = f"{number}. {button.description}"
        for old in self._matches.children:
            old.close()
        self._matches.children = tuple(buttons)

    def _held(self, source: str) -> list[Match]:
        if self.memory is None:
            return []
        exact = self.memory.lookup(source, threshold=1.0)
        return [*([exact] if exact else []), *self.memory.fuzzy(source, limit=_SUGGESTED)]

    def _take_other(self, index: int, other: int, _: Any) -> None:
        self.take(index, other)

    def _take(self, text: str, _: Any) -> None:
        self._text.value = text

    def _insert(self, word: str, _: Any) -> None:
        self._keys.send({"insert": word})

    def _look_up(self) -> None:
        """Show where the memory holds what is searched for."""
        wanted = self._search.value
        found = self.memory.search(wanted, limit=10) if self.memory is not None else []
        self._found.value = matches_html(found) if wanted.strip() else ""

    def _key(self, _: Any, asked: dict[str, Any], __: Any) -> None:
        """Do what a key asks for, with the text as it stands on the page."""
        if asked["do"] == "doubt":
            self.next_doubt()
            return
        self._text.value = asked["text"]
        if asked["do"] == "confirm":
            self.confirm()
        elif asked["number"] <= len(self._matches.children):
            self._matches.children[asked["number"] - 1].click()

    def _put_text(self, text: str) -> None:
        self._filling = True
        self._text.value = text
        self._filling = False

    def _check(self) -> None:
        """Check what is being written, before it is saved."""
        index = self._items.value
        if self._filling or index is None:
            return
        text = self._text.value.strip()
        if not text:
            self._checks.value = str(note(_WRITE))
        elif self._kind.value == "claims":
            claim = edit_claim(self.brief, index, text).claims[index]
            self._checks.value = findings_html(claim.findings, verdict=claim.verdict)
            self._arabic.value = sources_html(self.brief, claim.evidence)
        else:
            edited = edit_translation(self.brief, index, text).translations[index]
            findings = edited.findings if edited else ()
            self._checks.value = findings_html(findings)
            self._arabic.value = arabic_of(self.brief, index, findings)

    def _press_reject(self, _: Any) -> None:
        self.reject(self._kind.value, self._items.value)

    def _say(self, text: str, severity: str = "info") -> None:
        self._status.value = f'<div role="status">{note(text, severity)}</div>'

    def __repr__(self) -> str:
        return f"Editor({self.brief!r}, edits={len(self._done)})"

    def static_html(self) -> str:
        """Return the static page of the brief as it is now."""
        return fragment(self.brief)


def _layout(**options: str) -> Any:
    return ipywidgets.Layout(**options)


def _label(text: str) -> Any:
    return ipywidgets.HTML(f'<b style="font-size: .9em">{text}</b>', layout=_layout(margin="4px 0 0 2px"))


def _button(label: str, pressed: Callable[[Any], Any], style: str = "", tooltip: str = "", icon: str = "") -> Any:
    button = ipywidgets.Button(description=label, button_style=style, tooltip=tooltip or label, icon=icon)
    button.layout.width = "auto"
    button.on_click(pressed)
    return button


def _said(made: Translation | Claim | None) -> str:
    """Say where the text comes from and, for an edit, what the machine had said."""
    if made is None:
        return ""
    if made.origin != "edited":
        return str(note(f"{_ORIGINS[made.origin]}{f' ({made.model})' if made.model else ''}"))
    if state_of(made) == "confirmed":
        return str(note("Confirmed by a person, as it was."))
    return str(
        note("Edited by a person." + (f" The machine had said: {made.machine_text}" if made.machine_text else ""))
    )


def claim_label(number: int, claim: Claim) -> str:
    """Return one line for the list of claims."""
    edited = f"{state_of(claim)} · " if claim.origin == "edited" else ""
    return f"{number + 1}. {edited}{claim.verdict} · {_short(claim.text)}"


def sentence_label(number: int, translation: Translation | None) -> str:
    """Return one line for the list of translations, with its state."""
    if translation is None:
        return f"{number + 1}. open"
    doubt = "⚠ " if doubts(translation.findings) else ""
    return f"{number + 1}. {state_of(translation)} · {doubt}{_short(translation.text)}"


def state_of(made: Translation | Claim | None) -> str:
    """Return `open`, where English came from, or what a person did: `edited`, or `confirmed` it as it was."""
    if made is None:
        return "open"
    return "confirmed" if made.origin == "edited" and made.machine_text == made.text else made.origin


def matches_html(matches: Sequence[Match]) -> str:
    """Return what a memory holds: English and Arabic of each match."""
    row = Markup('<p style="margin: 2px 0; line-height: 1.45">{} <bdi lang="ar" dir="rtl" style="{}">{}</bdi></p>')
    lines = [row.format(plain(match.target), _ARABIC_FONT, isolate(match.source)) for match in matches]
    return str(Markup("").join(lines)) or str(note("The memory holds nothing with these words."))


def doubts(findings: Sequence[Finding]) -> int:
    """Count the findings that are more than a remark."""
    return sum(finding.severity != "info" for finding in findings)


def findings_html(findings: Sequence[Finding], *, verdict: str = "") -> str:
    """Return the checks' answer to a text: its findings, or that there are none."""
    lines = [Markup('<b style="color: {}">{}</b>').format(_verdict_colour(verdict), verdict)] if verdict else []
    lines += [
        Markup('<span style="color: {}"><b>{}</b> {}</span>').format(_COLOURS[f.severity], f.kind, plain(f.message))
        for f in findings
    ]
    if not findings:
        lines.append(Markup('<span style="color: {}">The checks raise no doubt.</span>').format(_GOOD))
    return str(Markup('<div style="line-height: 1.45">{}</div>').format(Markup("<br>").join(lines)))


def arabic_of(brief: Brief, sentence: int, findings: Sequence[Finding] = ()) -> str:
    """Return an Arabic sentence, right to left, with the words that findings point at marked."""
    spans = [span for finding in findings for span in finding.source_spans]
    return _arabic(brief, sentence, spans)


def sources_html(brief: Brief, evidence: Sequence[Evidence]) -> str:
    """Return the Arabic sentences that a claim stands on, each with its words marked and its translation."""
    if not evidence:
        return str(note("No source found: nothing in the article carries this sentence.", "error"))
    return "".join(_source(brief, item) for item in evidence)


def note(text: str, severity: str = "info") -> Markup:
    """Return a line of the editor's own."""
    return Markup('<span style="color: {}">{}</span>').format(_COLOURS[severity], plain(text))


def _source(brief: Brief, item: Evidence) -> str:
    translation = brief.translations[item.sentence]
    english = plain(translation.text) if translation else Markup("<i>not translated</i>")
    line = Markup('<div style="color: {}; line-height: 1.45">{}</div>').format(_SOFT, english)
    return _arabic(brief, item.sentence, item.source_spans) + str(line)


def _arabic(brief: Brief, index: int, spans: Sequence[Span]) -> str:
    sentence = brief.article.sentences[index]
    pieces = cut(sentence.text, [Mark(span, "source", 0) for span in spans], sentence.span.start)
    template = Markup(
        '<div lang="ar" dir="rtl" style="text-align: right; font-size: 1.2em; line-height: 1.9; {}">'
        '<bdi dir="ltr" style="font: 600 .65em sans-serif; color: {}; vertical-align: super">{}</bdi> {}</div>'
    )
    return str(template.format(_ARABIC_FONT, _SOFT, index + 1, arabic(pieces, _lit)))


def _lit(piece: Piece, inner: Markup) -> Markup:
    return Markup('<span style="{}">{}</span>').format(_MARK, inner) if piece.marks else inner


def _verdict_colour(verdict: str) -> str:
    return {"supported": _GOOD, "weak": _COLOURS["warning"]}.get(verdict, _COLOURS["error"])


def _short(text: str) -> str:
    text = shown(text)
    return text if len(text) <= _LABEL_LENGTH else text[: _LABEL_LENGTH - 1].rstrip() + "…"
