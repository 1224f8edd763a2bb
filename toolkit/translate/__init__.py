"""Arabic sentences to English: the translator, the translation memory and the glossary."""

from toolkit.translate.alignment import Given, GivenTranslation, Pair, align_translation, take_over
from toolkit.translate.glossary import Glossary, Term
from toolkit.translate.memory import Match, MemoryStats, TranslationMemory
from toolkit.translate.translator import Translator
from toolkit.translate.types import Added, Origin, Translation, Translations

__all__ = [
    "Added",
    "Given",
    "GivenTranslation",
    "Glossary",
    "Match",
    "MemoryStats",
    "Origin",
    "Pair",
    "Term",
    "Translation",
    "TranslationMemory",
    "Translations",
    "Translator",
    "align_translation",
    "take_over",
]
