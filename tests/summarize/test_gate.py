"""What may be cut from a sentence, and what the gate refuses: every rule both ways, on sentences written for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.article.types import Span
from toolkit.language.english import english_words
from toolkit.summarize.gate import permitted, refusal
from toolkit.summarize.removals import cut, removals

HARBOUR = (
    "For his part, the mayor of Bergen said on 4 May that about 40 boats had left the old harbour, "
    "adding that the new quay would open in June."
)


def words(text: str) -> list[str]:
    return [word.text.lower() for word in english_words(text)]


# -- cuts that are permitted -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shorter"),
    [
        # a clause that only adds
        (
            "The transport minister opened the long bridge on Monday, stressing that the work had ended early.",
            "The transport minister opened the long bridge on Monday.",
        ),
        (
            "The two rivers flooded four villages in the north, which were evacuated on Sunday.",
            "The two rivers flooded four villages in the north.",
        ),
        (
            "The third meeting of the ministers lasted more than two hours, and was devoted to fishing rights in the gulf.",
            "The third meeting of the ministers lasted more than two hours.",
        ),
        # from the first of several such clauses on, or from the last only
        (
            "The bank raised its rate to 4 percent on Tuesday, adding that prices kept rising, in a move that surprised the markets.",
            "The bank raised its rate to 4 percent on Tuesday, adding that prices kept rising.",
        ),
        # words that tie the sentence to the one before it
        (
            "In this context, the governor met the farmers of the valley on Friday.",
            "The governor met the farmers of the valley on Friday.",
        ),
        (
            "It is worth noting that the two towns share one hospital with 300 beds.",
            "The two towns share one hospital with 300 beds.",
        ),
        # an aside between the verb of speech and what is said
        (
            "The envoy affirmed, during a visit to the camp, that the convoy would arrive within two days.",
            "The envoy affirmed that the convoy would arrive within two days.",
        ),
        # brackets, and words that soften a plural
        (
            "The delegation landed at 14:00 local time (11:00 GMT) in the southern port city.",
            "The delegation landed at 14:00 local time in the southern port city.",
        ),
        (
            "The ministers discussed a number of regional issues at the lake on Saturday.",
            "The ministers discussed regional issues at the lake on Saturday.",
        ),
        # a name set beside a noun belongs to the clause of the noun
        (
            "The new ferry will call at four islands of the group, especially in summer, alongside the capital, Fort Bay.",
            "The new ferry will call at four islands of the group, especially in summer.",
        ),
    ],
)
def test_a_cut_between_whole_clauses_passes(source: str, shorter: str) -> None:
    assert refusal(source, shorter) is None
    assert shorter in permitted(source)


def test_the_same_quotation_may_stay_or_go_whole() -> None:
    source = "The guard described the fire as “small” on Monday, adding that the hall was “never in danger” at all."
    assert refusal(source, "The guard described the fire as “small” on Monday.") is not None  # "never" would go
    source = source.replace("never", "always")
    assert refusal(source, "The guard described the fire as “small” on Monday.") is None


# -- what is refused, by rule ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "candidate"),
    [
        ("number", "The mayor of Bergen said on 4 May that about 45 boats had left the old harbour."),
        ("number", "The mayor of Bergen said on 4 May that about forty boats had left the old harbour."),
        ("date", "The mayor of Bergen said on 4 April that about 40 boats had left the old harbour."),
        ("name", "The mayor of Oslo said on 4 May that about 40 boats had left the old harbour."),
        ("quotation", "The mayor of Bergen said on 4 May that about 40 boats had “left” the old harbour."),
        ("content", "The mayor of Bergen said on 4 May that about 40 ships had left the old harbour."),
        ("word", "The mayor of Bergen said on 4 May that about 40 boats have left the old harbour."),
        ("order", "On 4 May the mayor of Bergen said that about 40 boats had left the old harbour."),
        ("cut", "The mayor of Bergen said on 4 May that 40 boats had left the old harbour."),
        ("cut", "The mayor said on 4 May that about 40 boats had left the old harbour."),
        ("cut", "The mayor of Bergen said that about 40 boats had left the old harbour."),
        ("unfinished", "The mayor of Bergen said on 4 May that about 40 boats had left the"),
        ("unfinished", "The mayor of Bergen said on 4 May that about 40 boats had left the old harbour"),
        ("unfinished", "the mayor of Bergen said on 4 May that about 40 boats had left the old harbour."),
        ("unfinished", ""),
        ("length", HARBOUR),
    ],
)
def test_a_candidate_that_is_not_the_source_with_permitted_cuts_is_refused(rule: str, candidate: str) -> None:
    found = refusal(HARBOUR, candidate)
    assert found is not None
    assert found.rule == rule
    assert refusal(HARBOUR, "The mayor of Bergen said on 4 May that about 40 boats had left the old harbour.") is None


def test_the_bodies_of_soldiers_are_not_the_soldiers() -> None:
    source = "The agreement covers the return of the bodies of 120 soldiers, as well as the exchange of the wounded."
    assert refusal(source, "The agreement covers the return of the bodies of 120 soldiers.") is None
    found = refusal(source, "The agreement covers the return of 120 soldiers.")
    assert found is not None
    assert found.rule == "cut"


def test_an_ordinal_never_stands_for_a_cardinal() -> None:
    source = "The second of the two ferries left the island on Sunday evening, which surprised the crew."
    found = refusal(source, "The two of the second ferries left the island on Sunday evening.")
    assert found is not None
    assert refusal(source, "The second of the two ferries left the island on Sunday evening.") is None


@pytest.mark.parametrize(
    ("rule", "lost", "harmless"),
    [
        ("negation", ", adding that no date had been set", ", adding that a date had been set"),
        ("negation", ", which will not reopen in spring", ", which will reopen in spring"),
        ("restriction", ", and said it would act if the rain went on", ", and said it would act when the rain went on"),
        ("restriction", ", which depends on a vote of the council", ", which follows a vote of the council"),
        ("restriction", ", adding that only the east bank was safe", ", adding that the east bank was safe"),
        ("restriction", ", which according to Hansen was the plan", ", which for years was the plan"),
    ],
)
def test_no_cut_takes_away_a_negation_a_condition_or_a_speaker(rule: str, lost: str, harmless: str) -> None:
    kept = "The council closed the northern road for at least two weeks"
    found = refusal(f"{kept}{lost}.", f"{kept}.")
    assert found is not None
    assert found.rule == rule
    assert refusal(f"{kept}{harmless}.", f"{kept}.") is None


@pytest.mark.parametrize(
    "source",
    [
        "The company will buy the port for 3 million euros, according to the newspaper.",
        "The company will buy the port for 3 million euros, provided that the state agrees.",
        "The company will buy the port for 3 million euros, but the state may refuse.",
        "The company will buy the port for 3 million euros, while the union rejects the sale.",
        "The company will buy the port for 3 million euros, unless the court stops the sale.",
        "The company will buy the port for 3 million euros, as he put it.",
    ],
)
def test_a_trailing_limit_or_attribution_keeps_the_sentence_whole(source: str) -> None:
    assert permitted(source) == ()


def test_a_clause_between_commas_does_not_take_the_main_clause_with_it() -> None:
    source = "The ministers praised during the talks, which were held in May, their neighbours' wish to join the union."
    assert permitted(source) == ()


def test_a_verb_of_speech_does_not_lose_what_was_said() -> None:
    source = "The owner said, during a tour of the old mill in the valley: “We open in May,” as part of a town fair."
    assert all("We open in May" in text for text in permitted(source))


@pytest.mark.parametrize("ending", ["the mayor said", "said Ann Lee", "who was also said"])
def test_a_speaker_named_at_the_end_stays(ending: str) -> None:
    source = f"The northern road will be closed for at least two weeks, {ending}."
    found = refusal(source, "The northern road will be closed for at least two weeks.")
    assert found is not None
    assert found.rule == "speech"


def test_what_was_said_does_not_lose_who_said_it() -> None:
    source = "The governor told the farmers of the valley that the northern road would close on Monday."
    found = refusal(source, "The governor of the valley would close on Monday.")
    assert found is not None
    assert found.rule == "speech"


def test_the_last_item_of_a_list_is_no_clause() -> None:
    source = "The fleet sailed past the islands of Vis, Brac, and started fires were seen on the shore of Hvar."
    assert permitted(source) == ()


def test_a_quotation_is_never_cut_in_the_middle() -> None:
    source = "The chairman of the board said in Vienna: “We will sell the ships, adding that the docks stay open.”"
    assert permitted(source) == ()


def test_a_word_in_a_quotation_does_not_lose_its_marks() -> None:
    source = "The union called the offer of the company “unfair” on Monday, adding that talks would go on."
    assert refusal(source, "The union called the offer of the company “unfair” on Monday.") is None
    assert refusal(source, "The union called the offer of the company unfair on Monday, adding that talks.") is not None


def test_two_sentences_are_left_alone() -> None:
    assert (
        permitted("The ferry left the pier at noon. It was full of people, which delayed the crew for an hour.") == ()
    )


def test_the_news_is_not_cut_away_with_the_rest() -> None:
    source = (
        "The two sides discussed the gas field, with both of them expressing fear that the pipeline may leak again."
    )
    assert permitted(source) == ()


def test_an_opening_but_may_go_and_an_inner_one_may_not() -> None:
    source = "But the port authority refuses to reopen the channel before the end of the winter."
    assert refusal(source, "The port authority refuses to reopen the channel before the end of the winter.") is None
    source = "The port is open but the port authority refuses to let tankers in before winter ends."
    assert permitted(source) == ()


# -- properties ------------------------------------------------------------------------------------------------

CLAUSES = st.sampled_from(
    [
        "For its part, ",
        "the senate of Ravenna",
        " announced on 12 March that",
        " about 300 farmers",
        " would not be paid",
        " if the harvest failed",
        " (a third of them)",
        ", adding that “help was near”",
        ", which the union denied",
        ", and the talks ended",
        ", according to Reuters",
        ", in an indication of progress",
        ", Thursday,",
        " “in full",
        ";",
        " also",
        " Mr. Rossi said:",
        "\n",
        "…",
    ]
)


@given(st.lists(CLAUSES, min_size=1, max_size=9))
def test_what_is_permitted_is_shorter_and_made_of_the_source_in_order(parts: list[str]) -> None:
    source = "".join(parts).strip() + "."
    for text in permitted(source):
        assert refusal(source, text) is None
        assert len(words(text)) < len(words(source))
        remaining = iter(words(source))
        assert all(word in remaining for word in words(text))
        assert text[-1] in ".!?…”\"'’)"


@given(st.text(max_size=120))
def test_no_text_breaks_the_search_for_cuts(text: str) -> None:
    for removal in removals(text):
        assert 0 <= removal.span.start < removal.span.end <= len(text)
    assert all(refusal(text, shorter) is None for shorter in permitted(text))


def test_cutting_sets_the_full_stop_and_the_capital() -> None:
    assert cut("In turn, they left, adding “a note.”", [Span(0, 9), Span(18, 36)]) == "They left."
    assert cut("They spoke “of peace,” which lasted.", [Span(22, 35)]) == "They spoke “of peace.”"


def test_an_aside_that_says_when_it_was_stays() -> None:
    dated = (
        "The spokesman affirmed, during a forum in the port on 20 June, that contacts were still open to both sides."
    )
    assert permitted(dated) == ()
    assert permitted(dated.replace(" on 20 June", "")) != ()
