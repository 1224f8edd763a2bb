from __future__ import annotations

import json

import jsonschema
import pytest

from benchmarks.memo import read_labels, score_memo
from tests.conftest import ROOT
from tests.memos import brief_of_text, sample_memo, told
from toolkit.errors import FormatError, SaveError
from toolkit.memo import codec
from toolkit.memo.memo import Memo
from toolkit.memo.types import DifferenceKind

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
    assert scores.agreements_found >= 0.9 * scores.agreements, scores.table()
    assert scores.conflicts_found >= 0.8 * scores.conflicts, scores.table()
    assert scores.false_conflicts == 0, scores.table()
    assert scores.lines_right >= 0.8 * scores.lines, scores.table()


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
    assert len(memo.bottom_line) in (2, 3)
    assert all(line.sources for line in memo.bottom_line)


def test_a_memo_without_any_translation_says_the_same_in_arabic() -> None:
    memo = Memo([brief_of_text(FLOOD[0], ("", "", "")), brief_of_text(SAME_FLOOD[0], ("", "", ""))])
    (event,) = memo.events
    assert "duration" in kinds(memo)
    assert event.agreed
    assert all("\u0600" <= line.text[0] <= "\u06ff" for line in event.agreed)


def test_the_timeline_people_and_quotations_name_their_sentences() -> None:
    memo = sample_memo()
    days = {d.value: d.text for d in memo.timeline}
    assert days["2022-02-24"].startswith("24 February 2022")
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
