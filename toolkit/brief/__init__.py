"""The product: one call that makes a brief of an article, the brief itself, and what a person corrects in it."""

from toolkit.brief.brief import Brief
from toolkit.brief.briefer import Briefer
from toolkit.brief.edits import edit_claim, edit_translation, reject_claim, reject_translation, take_other
from toolkit.brief.types import Component, Gap, Note, Provenance, RankedSentence, Review

__all__ = [
    "Brief",
    "Briefer",
    "Component",
    "Gap",
    "Note",
    "Provenance",
    "RankedSentence",
    "Review",
    "edit_claim",
    "edit_translation",
    "reject_claim",
    "reject_translation",
    "take_other",
]
