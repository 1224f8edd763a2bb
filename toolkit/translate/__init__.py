"""Arabic sentences to English: the translator, the translation memory and the glossary."""

from toolkit.translate.glossary import Glossary, Term
from toolkit.translate.memory import Match, MemoryStats, TranslationMemory
from toolkit.translate.translator import Translator
from toolkit.translate.types import Origin, Translation, TranslationSource

__all__ = [
    "Glossary",
    "Match",
    "MemoryStats",
    "Origin",
    "Term",
    "Translation",
    "TranslationMemory",
    "TranslationSource",
    "Translator",
]
