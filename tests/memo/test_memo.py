from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import jsonschema
import pytest

from benchmarks.memo import read_labels, score_memo
from tests.conftest import ROOT
from tests.memos import brief_of_article, brief_of_text, sample_memo, told
from toolkit.article import read_text
from toolkit.errors import FormatError, SaveError
from toolkit.memo import codec
from toolkit.memo.agreement import CLOSE, match
from toolkit.memo.memo import Memo
from toolkit.memo.reports import reports_of
from toolkit.memo.types import DifferenceKind, Source

# Two reports of one flood and one of another, written for these tests.
FLOOD = (
    "قال حاكم الولاية سامر حداد اليوم الثلاثاء إن الفيضان أغرق 40 منزلا في بلدة المينا. "
    "واستمرت الأمطار نحو ثلاث ساعات. "
    "وأوضح حداد أن فرق الإنقاذ أخرجت السكان من بيوتهم ونقلتهم إلى مدرسة البلدة.",
    (
        "State governor Samer Haddad said today, Tuesday, that the flood submerged 40 houses in the town of Al-Mina.",
        "The rain lasted about three hours.",
        "Haddad explained that rescue teams took the residents out of their homes and moved them to the town's school.",
    ),
)
SAME_FLOOD = (
    "أغرق الفيضان 60 منزلا في بلدة المينا، بحسب ما أعلنه الدفاع المدني اليوم الثلاثاء. "
    "واستمرت الأمطار أكثر من ثلاث ساعات. "
    "ونقلت فرق الإنقاذ السكان من بيوتهم إلى مدرسة البلدة.",
    (
        "The flood submerged 60 houses in the town of Al-Mina, according to what civil defence announced today, Tuesday.",
        "The rain lasted more than three hours.",
        "Rescue teams moved the residents from their homes to the town's school.",
    ),
)
EARLIER_FLOOD = (
    "أغرق الفيضان 15 منزلا في بلدة المينا، بحسب ما أعلنه الدفاع المدني اليوم الجمعة. "
    "واستمرت الأمطار تسع ساعات. "
    "ونقلت فرق الإنقاذ السكان من بيوتهم إلى مدرسة البلدة.",
    (
        "The flood submerged 15 houses in the town of Al-Mina, according to what civil defence announced today, Friday.",
        "The rain lasted nine hours.",
        "Rescue teams moved the residents from their homes to the town's school.",
    ),
)


def kinds(memo: Memo) -> list[DifferenceKind]:
    return [d.kind for event in memo.events for d in event.differences]


def test_the_labelled_events_agreements_and_conflicts_of_the_five_articles_are_found() -> None:
    scores = score_memo(sample_memo(), read_labels(ROOT / "tests" / "data" / "memo_labels.json"))
    assert scores.event_errors == 0, scores.table()
    assert scores.across_events == 0, scores.table()
    assert scores.firm_right == scores.firm > 0, scores.table()  # what is called agreement is one
    assert scores.agreements_found >= 0.7 * scores.agreements, scores.table()
    assert scores.conflicts_found == scores.conflicts, scores.table()
    assert scores.false_conflicts == 0, scores.table()


def test_reports_of_one_event_are_joined_and_their_numbers_compared() -> None:
    memo = Memo([brief_of_text(*FLOOD), brief_of_text(*SAME_FLOOD)])
    (event,) = memo.events
    assert len(event.reports) == 2
    assert set(kinds(memo)) == {"duration", "count"}
    count = next(d for d in event.differences if d.kind == "count")
    assert [r.text for r in count.readings] == ["40 houses", "60 houses"]
    assert any(len(line.sources) == 2 and "school" in line.text for line in event.agreed)


def test_a_like_event_of_another_day_is_kept_apart_and_makes_no_conflict() -> None:
    memo = Memo([brief_of_text(*FLOOD), brief_of_text(*EARLIER_FLOOD)])
    assert len(memo.events) == 2
    assert kinds(memo) == []
    assert all(not event.agreed for event in memo.events)


def test_reports_that_no_fact_ties_together_stay_apart() -> None:
    first = brief_of_text(
        "بحث الوزيران ملف المياه المشتركة بين البلدين.", ("The two ministers discussed shared water.",)
    )
    other = brief_of_text("ناقش الوزيران قضية المياه بين البلدين.", ("The two ministers debated the water issue.",))
    assert len(Memo([first, other]).events) == 2


def test_the_order_of_the_briefs_does_not_change_what_is_found() -> None:
    memo = sample_memo()
    turned = Memo(reversed(memo.briefs))
    assert {frozenset(event) for event in told(turned)} == {frozenset(event) for event in told(memo)}
    assert sorted(kinds(turned)) == sorted(kinds(memo))


def test_every_line_stands_on_sentences_that_are_there_and_is_one_of_them() -> None:
    memo = sample_memo()
    for event in memo.events:
        for line in (*event.agreed, *event.single):
            assert line.text in {memo.english(s) or memo.arabic(s) for s in line.sources}
    front = (*memo.bottom_line, *memo.key_points, *memo.news, *memo.watch)
    assert all(line.sources for line in front)
    assert [line.event for line in memo.bottom_line] == [0, 1, 2]
    assert len(memo.key_points) <= 7


def test_a_memo_without_any_translation_says_the_same_in_arabic() -> None:
    memo = Memo([brief_of_text(FLOOD[0], ("", "", "")), brief_of_text(SAME_FLOOD[0], ("", "", ""))])
    (event,) = memo.events
    assert "duration" in kinds(memo)
    assert event.agreed
    assert all("\u0600" <= line.text[0] <= "\u06ff" for line in event.agreed)


def test_the_timeline_people_and_quotations_name_their_sentences() -> None:
    memo = sample_memo()
    days = {d.value: d for d in memo.timeline}
    assert {"2022-02-24", "2025-06-02", "2025-06-14", "2025-07-03"} <= days.keys()
    assert days["2025-07-03"].when == "3 July 2025"  # the Thursday before Friday 4 July 2025, which article 4 names
    assert "2022" not in days  # a year that a day of the memo lies in says nothing more
    assert not any("--" in d.value + d.when for d in memo.timeline)
    assert "14 June" in days["2025-06-14"].text
    roles = {p.name: [r.text for r in p.roles] for p in memo.people}
    assert any("adviser" in role for role in roles["Yuri Ushakov"])
    quoted = [q for q in memo.quotations if "jobs" in q.english]
    assert [q.speaker for q in quoted] == ["Vladimir Putin"]
    assert quoted[0].arabic in memo.arabic(quoted[0].source)


def test_json_gives_an_equal_memo_back_and_follows_its_schema() -> None:
    memo = sample_memo().reviewed("A. Reader", note="read twice")
    text = memo.to_json()
    assert Memo.from_json(text) == memo
    parts = codec.json_schema()["properties"]
    for name in ("events", "timeline", "people"):
        jsonschema.validate(json.loads(text)[name], parts[name])


@pytest.mark.parametrize("damage", [{"schema": "bilingual-memo/9"}, {"briefs": []}, {"events": "x"}])
def test_a_damaged_memo_is_our_error(damage: dict[str, object]) -> None:
    data = json.loads(sample_memo().to_json()) | damage
    with pytest.raises(FormatError):
        Memo.from_json(json.dumps(data))


def test_a_source_that_leads_nowhere_is_refused() -> None:
    data = json.loads(sample_memo().to_json())
    data["bottom_line"][0]["sources"][0]["sentence"] = 999
    with pytest.raises(FormatError, match="source"):
        Memo.from_json(json.dumps(data))


def test_a_memo_needs_a_brief() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Memo([])


def test_a_review_keeps_everything_else() -> None:
    memo = sample_memo()
    reviewed = memo.reviewed("A. Reader")
    assert reviewed.review is not None
    assert reviewed.events == memo.events
    assert memo.review is None


def test_an_unknown_format_names_the_known_ones(tmp_path: object) -> None:
    with pytest.raises(SaveError, match="docx"):
        sample_memo().save(f"{tmp_path}/memo.tmx")


def retold(*changes: tuple[str, str, str, str]) -> Memo:
    """The first sample article beside a copy in which Arabic and English words are replaced."""
    original = sample_memo().briefs[0]
    text = original.article.text
    english = [t.text if t else "" for t in original.translations]
    for arabic, new_arabic, words, new_words in changes:
        assert arabic in text
        assert any(words in line for line in english)
        text = text.replace(arabic, new_arabic)
        english = [line.replace(words, new_words) for line in english]
    return Memo([original, brief_of_text(text, english)])


def test_a_copy_agrees_with_itself_in_everything_and_differs_in_nothing() -> None:
    memo = retold(("تقريبا", "تقريبا", "about an hour", "about an hour"))
    (event,) = memo.events
    assert event.differences == ()
    shared = {s.sentence for line in event.agreed for s in line.sources}
    assert len(shared) == len(memo.briefs[0].article.of_kind("body"))


@pytest.mark.parametrize(
    ("change", "kind", "readings"),
    [
        (("6 آلاف", "9 آلاف", "6,000", "9,000"), "count", ["6,000 Ukrainian soldiers", "9,000 Ukrainian soldiers"]),
        (("الثاني من يونيو", "الخامس من يونيو", "2 June", "5 June"), "date", ["2 June", "5 June"]),
        (
            ("ساعة تقريبا", "نحو ثلاث ساعات", "about an hour", "about three hours"),
            "duration",
            ["about an hour", "about three hours"],
        ),
        (
            ("الرئيس فلاديمير", "الرئيس السابق فلاديمير", "President Vladimir", "former President Vladimir"),
            "role",
            ["named with a post", "called former"],
        ),
    ],
)
def test_a_changed_fact_is_found_where_it_was_changed_and_nowhere_else(
    change: tuple[str, str, str, str], kind: DifferenceKind, readings: list[str]
) -> None:
    memo = retold(change)
    found = [d for event in memo.events for d in event.differences]
    assert len(memo.events) == 1
    assert [d.kind for d in found] == [kind]
    assert [r.text for r in found[0].readings] == readings


STORIES = {
    story["name"]: story for story in json.loads((ROOT / "tests/data/stories.json").read_text("utf-8"))["stories"]
}


def memo_of(story: dict[str, Any]) -> Memo:
    briefs = []
    for report in story["reports"]:
        article = replace(read_text(report["text"]), id=report["id"], published=date.fromisoformat(report["published"]))
        briefs.append(brief_of_article(article, report["english"]))
    return Memo(briefs)


@pytest.mark.parametrize("name", [name for name, story in STORIES.items() if not story["held"]])
def test_reports_of_one_story_are_joined_and_one_that_looks_alike_is_kept_apart(name: str) -> None:
    memo = memo_of(STORIES[name])
    groups = [sorted(memo.briefs[r.brief].article.id for r in event.reports) for event in memo.events]
    assert sorted(groups) == sorted(map(sorted, STORIES[name]["events"]))


@pytest.mark.parametrize("name", [name for name, story in STORIES.items() if not story["held"]])
def test_agreement_is_claimed_only_where_two_reports_say_the_same(name: str) -> None:
    story = STORIES[name]
    memo = memo_of(story)
    firm = [line for event in memo.events for line in event.agreed if line.score >= CLOSE]
    said = [{f"{memo.briefs[s.brief].article.id}:{s.sentence - 1}" for s in line.sources} for line in firm]
    assert said
    for one, other in story["apart"]:
        assert not any({one, other} <= line for line in said)


PAIRS = {s["name"]: s for s in json.loads((ROOT / "tests/data/agreement_pairs.json").read_text("utf-8"))["stories"]}


@pytest.mark.parametrize("name", PAIRS)
def test_statements_of_two_reports_agree_only_where_they_say_the_same(name: str) -> None:
    pairs = PAIRS[name]["pairs"]
    briefs = [brief_of_text("\n".join(p[side][0] for p in pairs), [p[side][1] for p in pairs]) for side in "ab"]
    matches = match(reports_of(briefs))
    claimed = {(a.sentence, b.sentence) for a, b in matches.scores if matches.sure(a, b) >= CLOSE}
    same = {(place, place) for place, pair in enumerate(pairs) if pair["same"]}
    assert len(claimed & same) >= 0.2 * len(same)
    assert len(claimed - same) <= (1 if PAIRS[name]["held"] else 0), claimed - same


def test_a_toll_that_changes_is_a_difference_with_its_times() -> None:
    (toll,) = [d for event in memo_of(STORIES["flood"]).events for d in event.differences if "killed" in d.about]
    assert [r.text.removeprefix("at least ").split()[0] for r in toll.readings] == STORIES["flood"]["toll"]["killed"]
    assert [r.text.partition("(")[2] for r in toll.readings] == [f"{day} September 2024)" for day in (8, 9, 10)]


def test_what_is_told_of_another_occasion_stands_apart_with_its_day() -> None:
    memo = sample_memo()
    elsewhere = {s: line.note for event in memo.events for line in event.elsewhere for s in line.sources}
    assert elsewhere[Source(4, 10)] == elsewhere[Source(4, 11)] == "14 June 2025"  # "he explained that the call …"
    assert elsewhere[Source(4, 13)] == "20 June 2025"
    shown = {s for line in (*memo.bottom_line, *memo.key_points) for s in line.sources}
    assert not shown & elsewhere.keys()


def test_the_newest_event_comes_first_and_its_day_is_absolute() -> None:
    memo = sample_memo()
    assert memo.events[0].day == "2025-07-03"
    assert "article 4" in memo.events[0].how or "4 July 2025" in memo.events[0].how
    assert memo.bottom_line[0].note == "Thursday 3 July 2025"


def test_a_person_rewrites_strikes_and_reorders_lines_and_that_is_marked() -> None:
    memo = sample_memo().reviewed("A. Reader")
    old = memo.key_points[0].text
    changed = memo.replace(old, "Moscow will not give up its goals.")
    assert changed.key_points[0].text == "Moscow will not give up its goals."
    assert changed.key_points[0].machine_text == old
    assert changed.key_points[0].sources == memo.key_points[0].sources
    assert changed.review is None
    assert len(memo.replace(old, None).key_points) == len(memo.key_points) - 1
    last_first = memo.reorder([len(memo.key_points) - 1, *range(len(memo.key_points) - 1)])
    assert last_first.key_points[0] == memo.key_points[-1]
    with pytest.raises(ValueError, match="No line"):
        memo.replace("nothing of the kind", "x")
    with pytest.raises(ValueError, match="each of"):
        memo.reorder([0])


def test_a_memo_of_the_older_schema_is_worked_out_anew() -> None:
    memo = sample_memo().reviewed("A. Reader")
    data = json.loads(memo.to_json())
    old = {"schema": "bilingual-memo/1", "briefs": data["briefs"], "review": data["review"], "bottom_line": []}
    loaded = Memo.from_json(json.dumps(old))
    assert loaded.review == memo.review
    assert loaded.events == memo.events
