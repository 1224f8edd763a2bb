"""One place for the choices of a brief: the shell, the magic and the studio offer what stands there."""

from __future__ import annotations

import pytest

from toolkit import Briefer, Settings
from toolkit.cli import cli
from toolkit.jupyter.magic import _parser
from toolkit.settings import CHOICES


def test_every_choice_has_a_help_text_and_a_default_that_is_allowed() -> None:
    assert Settings() == Settings(**{name: choice.default for name, choice in CHOICES.items()})
    assert all(choice.metadata["help"].endswith(".") for choice in CHOICES.values())


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({"sentences": 7}, "sentences is 7; it is one of: 3, 4, 5, 6."),
        ({"policy": "hide"}, "policy is 'hide'; it is one of: flag, drop, drop-weak, fallback"),
        ({"engine": "abacus"}, "engine is 'abacus'; it is one of: auto, transformers"),
        ({"route": "sideways"}, "route is 'sideways'"),
    ],
)
def test_a_choice_that_there_is_not_names_those_that_there_are(choice: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Settings(**choice)  # type: ignore[arg-type]


def test_choices_by_name_take_the_place_of_those_in_the_settings() -> None:
    briefer = Briefer(Settings(translator=None, sentences=3), sentences=4)
    assert briefer.settings == Settings(translator=None, sentences=4)
    with pytest.raises(TypeError, match="sentinces"):
        Briefer(sentinces=4)


@pytest.mark.parametrize("command", ["brief", "memo", "translate", "batch"])
def test_the_shell_offers_the_choices_with_their_defaults_and_help(command: str) -> None:
    options = {option.name: option for option in cli.commands[command].params}
    offered = set(options) & set(CHOICES)
    assert {"translator", "engine", "glossary", "device", "offline", "trial"} <= offered
    for name in offered:
        assert (options[name].default, options[name].help) == (CHOICES[name].default, CHOICES[name].metadata["help"])


def test_the_magic_offers_the_choices_with_their_defaults_and_help() -> None:
    offered = {action.dest: action for action in _parser()._actions if action.dest in CHOICES}
    assert {"translator", "summarizer", "verifier", "sentences", "policy", "glossary", "offline"} == set(offered)
    for name, action in offered.items():
        assert (action.default, action.help) == (CHOICES[name].default, CHOICES[name].metadata["help"])
        assert tuple(action.choices or ()) == CHOICES[name].metadata["among"]
