from benchmarks.writer import Example, problems, read_examples

SOURCE = (
    "The mayor of Lyon said on Monday that 40 families would not be moved before 12 May, because the new school in "
    "which they were to stay had still no water.",
)


def example(target: str) -> Example:
    return Example("shorten", SOURCE, target, "politics, France", "own")


def test_every_example_says_only_what_its_source_says_and_is_short_enough() -> None:
    assert [(one.target, list(found)) for one in read_examples() if (found := list(problems(one)))] == []


def test_no_source_is_there_twice_so_that_none_is_both_learned_and_kept() -> None:
    sentences = [sentence for one in read_examples() for sentence in one.source]
    assert len(set(sentences)) == len(sentences)


def test_a_fair_part_is_kept_back_of_every_task() -> None:
    examples = read_examples()
    for task in ("shorten", "join", "resolve"):
        kept = [one.is_kept for one in examples if one.task == task]
        assert 0 < sum(kept) < len(kept) / 2


def test_a_wrong_number_name_day_or_a_lost_denial_is_a_problem() -> None:
    assert not list(problems(example("The mayor of Lyon said on Monday 40 families would not move before 12 May.")))
    for wrong in (
        "The mayor of Lyon said on Monday 50 families would not move before 12 May.",
        "The mayor of Nice said on Monday 40 families would not move before 12 May.",
        "The mayor of Lyon said on Sunday 40 families would not move before 12 May.",
        "The mayor of Lyon said on Monday 40 families would move before 12 May.",
    ):
        assert list(problems(example(wrong)))


def test_a_target_that_is_hardly_shorter_or_no_sentence_is_a_problem() -> None:
    assert list(problems(example(SOURCE[0])))
    assert list(problems(example("the mayor of Lyon said so")))


def test_a_lost_speaker_or_condition_is_a_problem() -> None:
    source = (
        "The airline said on Friday that all flights to Kinshasa would start again if the two pilots were freed by Sunday.",
    )
    for target, problem in (
        ("All flights to Kinshasa would start again if the two pilots were freed.", ["it lost the speaker (said)"]),
        ("The airline said all flights to Kinshasa would start again.", ["it lost the condition (if)"]),
        ("The airline said Kinshasa flights would start again if the pilots were freed.", []),
    ):
        assert [
            found
            for found in problems(Example("shorten", source, target, "transport, Congo", "own"))
            if "lost" in found
        ] == problem
