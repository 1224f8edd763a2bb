"""The product: one call that makes a brief of an article, and the brief itself."""

from toolkit.brief.types import Brief, Component, Gap, Provenance, RankedSentence

__all__ = ["Brief", "Component", "Gap", "Provenance", "RankedSentence"]
