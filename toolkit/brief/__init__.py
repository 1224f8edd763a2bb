"""The product: one call that makes a brief of an article, and the brief itself."""

from toolkit.brief.briefer import Briefer
from toolkit.brief.types import Brief, Component, Gap, Provenance, RankedSentence, Review

__all__ = ["Brief", "Briefer", "Component", "Gap", "Provenance", "RankedSentence", "Review"]
