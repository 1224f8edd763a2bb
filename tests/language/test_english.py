import pytest

from toolkit.language.english import content_words, english_words, split_english, stem


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_english(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Smith met Dr. Jones. They talked.", ["Mr. Smith met Dr. Jones.", "They talked."]),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("John F. Kennedy spoke.", ["John F. Kennedy spoke."]),
        ("It rose 3.5 percent. Then it fell.", ["It rose 3.5 percent.", "Then it fell."]),
        ('He said: "We won." She left.', ['He said: "We won."', "She left."]),
        ("“Stop.” He stopped.", ["“Stop.”", "He stopped."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("it ended. then lower case", ["it ended. then lower case"]),
        ("  spaced   out.  ", ["spaced   out."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_words_carry_their_places_and_know_their_capitals() -> None:
    text = "The minister’s aide, Anna, didn't pay 1,200 euros. Nobody knew."
    words = english_words(text)
    assert all(text[word.start : word.end] == word.text for word in words)
    by_form = {word.form: word for word in words}
    assert "minister" in by_form and "did" in by_form
    assert by_form["anna"].capital and not by_form["anna"].first
    assert by_form["nobody"].first and by_form["1,200"].digits


def test_content_words_leave_out_function_words_and_verbs_of_speech() -> None:
    assert [word.form for word in content_words("He said that the talks would go on in the city.")] == [
        "talks",
        "go",
        "city",
    ]


def test_inflected_forms_share_a_stem_and_other_words_do_not() -> None:
    assert stem("negotiations") == stem("negotiating")
    assert stem("election") != stem("electric")
