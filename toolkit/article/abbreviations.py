"""Words that decide whether a stop ends a sentence: abbreviations, sentence openers, words that only continue.

In: the words around a stop. Out: yes or no. The lists were written for news Arabic by the authors of the toolkit.
"""

from __future__ import annotations

import re

from toolkit.article.normalize import arabic_form

__all__ = ["CONTINUATIONS", "is_abbreviation", "is_exclaimed_name", "joins_clauses", "starts_sentence"]


def _forms(words: str) -> frozenset[str]:
    return frozenset(arabic_form(word) for word in words.split())


_TITLES = _forms("د أ م ا أ.د ا.د د.م أ.م أ.م.د م.د أ.د.م")
"""Doctor, professor, engineer and their combinations: a name follows."""

_PROCLITIC_TITLES = _forms("ود لد وأ لأ وم فد فأ")
_YEAR_OR_UNIT = _forms("م هـ ه ق.م ق.هـ ص ظ ج د ل ر ت.غ")
"""What stands after a number: of the Common Era, Hijri, metre, a.m., pound, dinar; there the stop is a full stop."""

_BEFORE_A_NUMBER = _forms("ص ص.ب ت ف ج ط ع هـ")
_LABELLED = _forms(
    "فيتامين المجموعة مجموعة الفئة فئة الصنف القسم النوع نوع الحرف حرف الدرجة الطبقة الخطة البند الدفعة الشعبة "
    "القاعة المبنى البوابة الملحق الفقرة المستوى الكبد التصنيف"
)
"""Group B, vitamin D: after these a single letter is a label, and a stop after it is a full stop."""

_SPELLED_LETTERS = _forms(
    "إيه ايه سي دي إف اف جي جيه إتش اتش كيه كي إل إم ام إن ار آر إس اس تي يو دبليو دابليو إكس بي كيو"
)
_LATIN_TITLES = _forms("dr mr mrs ms prof no nos vs st gen sen rep gov col capt lt fig op vol pp")
_LATIN_TAILS = _forms("inc ltd co corp jr sr etc bros dept est")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_NUMBER = re.compile(r"[0-9٠-٩۰-۹][0-9٠-٩۰-۹.,٫٬/:]*")

_STARTERS = _forms(
    "قال قالت أضاف أضافت تابع تابعت أكد أكدت أعلن أعلنت أوضح أوضحت ذكر ذكرت أشار أشارت كشف كشفت صرح صرحت أفاد أفادت "
    "كما من في على إلى منذ بعد قبل خلال عقب لكن غير إلا هذا هذه ذلك تلك هو هي هم كان كانت يذكر يشار يأتي تأتي "
    "جاء جاءت "
    "ثم حيث أما إن أن لا لم لن ليس ليست قد سوف حتى بينما عندما لدى ضمن وفق بحسب حسب رغم بدوره بدورها يجب يمكن "
    "تم يتوقع"
)
_ROOT_WAW = _forms(
    "واشنطن وزير وزارة وزراء وكالة وفد وقف وسط وضع وجود وحدة وفاة وصول وثيقة وثائق وطن ولاية وليد وائل وسام "
    "وفاء وليام والتر "
    "وردة وسيم وجدي ويليام ولي ورقة وقود وقت وجه وعد ونستون وودرو وول وكيل وكلاء وعود "
    "وفود وطني وطنية واحد واحدة والد والدة"
)

_CONJUNCTIONS = _forms("ثم لكن بل أو حتى لأن إذ حيث ولكن لكنه لكنها لكنهم")

CONTINUATIONS = _forms(
    "الذي التي الذين اللذين اللتين اللواتي مشيرا مشيرة مضيفا مضيفة مؤكدا مؤكدة موضحا موضحة لافتا لافتة مشددا "
    "مشددة معتبرا "
    "معتبرة محذرا محذرة داعيا داعية قائلا قائلة متابعا متابعة مبينا مبينة منوها منوهة متسائلا متسائلة مستطردا "
    "بحسب حسب حسبما وفق وفقا بحسبما"
)
"""Words that carry a sentence on after a quotation: “…”, he said, adding; “…”, which."""


def is_abbreviation(word: str, *, previous: str = "", following: str = "") -> bool:
    """Tell whether the stop after `word` belongs to an abbreviation and does not end the sentence.

    Parameters
    ----------
    word
        The word before the stop, with the dots inside it, in its normal form: `د`, `أ.ف.ب`, `U.S`.
    previous, following
        The words around it; `following` is the first word after the stop.
    """
    if not word or _NUMBER.match(word[-1]):
        return False
    if word.isascii():
        return _is_latin_abbreviation(word, previous, following)
    if _NUMBER.fullmatch(previous) and word in _YEAR_OR_UNIT:
        return False
    if word in _BEFORE_A_NUMBER and _NUMBER.match(following):
        return True
    if word in _TITLES or word in _PROCLITIC_TITLES:
        return previous not in _LABELLED
    if len(word) == 1 or _DOTTED.fullmatch(word):
        return previous not in _LABELLED and not starts_sentence(following)
    if word in _SPELLED_LETTERS:
        alone = previous.rstrip(".") not in _SPELLED_LETTERS and not starts_sentence(following)
        return alone or previous.endswith(".")
    return False


def _is_latin_abbreviation(word: str, previous: str, following: str) -> bool:
    low = word.lower()
    if low in _LATIN_TITLES:
        return True
    if low in _LATIN_TAILS or _DOTTED.fullmatch(low) or (len(word) == 1 and word.isupper()):
        return previous not in _LABELLED and not starts_sentence(following)
    return False


def is_exclaimed_name(word: str) -> bool:
    """Tell whether `word` is a name that carries an exclamation mark."""
    return word.lower() in {"ياهو", "yahoo"}


def starts_sentence(word: str) -> bool:
    """Tell whether `word`, in its normal form, is one that usually opens a sentence in news prose."""
    if word in _STARTERS:
        return True
    if word[:1] in ("و", "ف") and word[1:] in _STARTERS:
        return True
    return word.startswith("و") and len(word) >= 4 and word not in _ROOT_WAW


def joins_clauses(word: str) -> bool:
    """Tell whether `word`, in its normal form, joins a clause to the one before: `ثم`, `لكن`, `وموسكو`."""
    if word[:1] in ("و", "ف") and word[1:] in _STARTERS:
        return False
    return word in _CONJUNCTIONS or (word.startswith("و") and len(word) >= 4 and word not in _ROOT_WAW)
