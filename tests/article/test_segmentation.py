import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.article.labelled import boundary_scores, segmentation_set
from toolkit.article import segment

FLORES = Path(__file__).parents[3] / "shared" / "data" / "flores-dev" / "flores-dev.ar"
NEWS_CHARACTERS = st.text(
    alphabet=st.one_of(
        st.sampled_from(list(" \n.؟!…،:؛\"“”«»()[]'-ـ\u200f\u202e\u00a0")),
        st.sampled_from(list("ابتدرسعقلمنهويةأإآىءد٠٣50aZ")),
        st.characters(),
    ),
    max_size=120,
)


def split(text: str) -> list[str]:
    return [span.of(text) for span in segment(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["قال د. أحمد علي إن الاجتماع مهم.", "وأضاف أ. محمد أنه انتهى."],
        ["بلغت النسبة 3.5% في 2025.07.04 عند 14.30.", "وأكد الوزير ذلك."],
        ["انتهى العقد عام 2022.", "وبدأ عقد جديد."],
        ["توفي سنة 1446 هـ.", "وولد عام 1965م.", "وعاش طويلا."],
        ["يعود النقش إلى القرن الثالث ق.م.", "ووجد في القاع."],
        ["هل تنتهي الحرب؟", "لا أحد يعرف!", "لكن الأمل باق."],
        ["ما هذا؟!", "لا أعرف!!"],
        ["وأضاف: “تعبنا من الانتظار.”", "ثم غادر القاعة."],
        ["وأضاف: «تعبنا من الانتظار».", "ثم غادر القاعة."],
        ["وأضاف: “تعبنا.”.", "وغادر القاعة."],
        ["قال: “لن نعود غدا.", "سنعود اليوم”."],
        ["قدم برنامج “من سيربح المليون؟” على القناة الأولى.", "وفاز بالجائزة."],
        ["“الحرب انتهت.” مشيرا إلى الهدنة.", "وصفق الحضور."],
        ["وقال (هل هذا صحيح؟) ثم خرج.", "وعاد مساء."],
        ["تبدأ المكالمة عند العاشرة (14:00 بتوقيت غرينتش).", "وتستمر ساعة."],
        ["نقلت أ.ف.ب. عن مصدر قوله ذلك.", "ونقلت د.ب.أ خبرا آخر."],
        ["كتب إلى ص.ب. 1234 في المدينة.", "ولم يصله رد."],
        ["قال دونالد جيه. ترامب إن جورج دبليو. بوش حضر.", "وذكرت ذلك بي بي سي.", "وقالت إنه غادر."],
        ["1. وقف النار في المدن.", "2. تبادل الأسرى."],
        ["زار موقع www.example.com أمس.", "وقال إن No. 5 مهم."],
        ["كتب ذلك الكاتب.[3]", "وقال آخر غيره.[4][5]"],
        ["وصلت المساعدات متأخرة .", "وقال المشرف إنها قليلة ."],
        ["انتهى ذلك كله أمس..", "كان على الوزير أن يستقيل فورا."],
    ],
)
def test_sentences_of_a_paragraph_are_found(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("أعلنت الداخلية.في تطور لافت.", ["أعلنت الداخلية.", "في تطور لافت."]),
        ("في عام 2019.وقالت الوزارة ذلك.", ["في عام 2019.", "وقالت الوزارة ذلك."]),
        ("قال الرئيس “نعم”.وأضاف كلمة.", ["قال الرئيس “نعم”.", "وأضاف كلمة."]),
    ],
)
def test_a_missing_space_after_the_stop_does_not_glue_two_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@pytest.mark.parametrize(
    "headline",
    [
        "ترامب وبوتين يبحثان أزمة أوكرانيا.. وموسكو تتمسك بالقضاء على الأسباب الجذرية",
        "الحرب وصراعات الشرق الأوسط…ما دار بين الزعيمين هاتفيا",
        "جذور الأزمة.. الناتو والهيمنة الغربية",
    ],
)
def test_two_dots_do_not_split_a_headline(headline: str) -> None:
    assert split(headline) == [headline]


def test_line_breaks_of_every_sort_separate() -> None:
    assert split("عنوان\nسطر\r\nثالث\u2028رابع\u0085خامس") == ["عنوان", "سطر", "ثالث", "رابع", "خامس"]


def test_direction_marks_around_a_stop_do_not_hide_it() -> None:
    assert split("انتهى اللقاء.\u200f وبدأ آخر.") == ["انتهى اللقاء.\u200f", "وبدأ آخر."]


def test_the_labelled_set_is_large_enough_and_reached() -> None:
    pairs = []
    for text, ends in segmentation_set():
        inner = {span.end for span in segment(text)} - {len(text)}
        pairs.append((inner, set(ends) - {len(text)}))
    assert sum(len(labelled) for _, labelled in pairs) >= 300
    assert boundary_scores(pairs)[2] >= 0.97


def test_more_boundaries_are_right_than_with_the_libraries() -> None:
    sentencex = pytest.importorskip("sentencex", reason="the comparison needs sentencex")
    ours, theirs = [], []
    for text, ends in segmentation_set():
        labelled = set(ends) - {len(text)}
        pieces = [piece.strip() for piece in sentencex.segment("ar", text) if piece.strip()]
        found = {text.find(piece) + len(piece) for piece in pieces} - {len(text)}
        ours.append(({span.end for span in segment(text)} - {len(text)}, labelled))
        theirs.append((found, labelled))
    assert boundary_scores(ours)[2] > boundary_scores(theirs)[2] + 0.03


@pytest.mark.skipif(not FLORES.exists(), reason="FLORES dev is not on this machine")
def test_nearly_every_line_of_flores_ends_a_sentence() -> None:
    """Its lines hold several sentences now and then, so only recall can be measured."""
    rows = [row.strip() for row in FLORES.read_text(encoding="utf-8").splitlines() if row.strip()]
    text, ends = "", set()
    for row in rows:
        text += f" {row}" if text else row
        ends.add(len(text))
    found = {span.end for span in segment(text)}
    assert len(found & ends) >= 0.985 * len(ends)
    assert len(found) <= 1.15 * len(ends)


@given(NEWS_CHARACTERS)
def test_spans_cover_every_visible_character_once_and_in_order(text: str) -> None:
    spans = segment(text)
    covered = "".join(span.of(text) for span in spans)
    assert re.sub(r"\s", "", covered) == re.sub(r"\s", "", text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@pytest.mark.parametrize("unit", ['."', "(.", "ا.. ", "?x", "[1].", "(.)", ". ", '"؟'])
def test_long_runs_of_punctuation_are_split_in_linear_time(unit: str) -> None:
    """Quadratic time would need hours here and stop the run, not just make it slow."""
    text = unit * (400_000 // len(unit))
    assert sum(len(span.of(text)) for span in segment(text)) > 0
