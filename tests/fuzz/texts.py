"""Any text, and text that looks enough like an article to get far into the pipeline. Out: strategies of hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.security.corpus import ATTACKS

__all__ = ["ANY", "ARTICLES", "SENTENCES"]

SENTENCES = (
    "قال الوزير سامي حداد إن القمة ستعقد في 2025-07-04 في جنيف.",
    "وأضاف أن أكثر من 30 وفدا لن يشاركوا فيها قبل الساعة 14:00.",
    "أعلنت وزارة النقل أن الميناء القديم سيغلق في الرابع من أيار/مايو.",
    "بلغ النمو ٣٫٥٪ في العام الماضي، بحسب البنك المركزي.",
    "وقال د. أحمد: “نعم، لن نعود”. ثم غادر القاعة!",
    "الوزير يعلن موعد القمة",
    "المصدر: وكالات",
    "اقرأ أيضا: خبر آخر",
    "كلمات دلالية: قمة وزير",
)
_PIECES = (
    *SENTENCES,
    *ATTACKS.values(),
    "\n",
    "\n\n",
    " ",
    "\r\n",
    "\t",
    ".",
    "…",
    "؟",
    "“",
    "”",
    "(",
    ")",
    "7",
    "٧",
    "ا",
    "و",
    "x",
)

ANY = st.text(st.characters(exclude_categories=()), max_size=200)
"""Any text at all, half characters included."""

ARTICLES = st.one_of(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join),
    st.lists(st.one_of(st.sampled_from(_PIECES), ANY), min_size=2, max_size=8).map("\n".join),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=10).map("\n".join),
    st.tuples(st.sampled_from(SENTENCES), ANY, st.sampled_from(SENTENCES)).map("\n".join),
    ANY,
)
