"""The pictures show what they are given, and can be drawn."""

from __future__ import annotations

import io

import pytest

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure
from matplotlib.text import Text

from notebooks.lessons import score_plots, summary_plots
from notebooks.lessons.five_systems import NEWS
from notebooks.lessons.memo_plots import Told, report_name, told_by
from notebooks.lessons.ngrams import bleu_counts
from notebooks.lessons.rates import Rate
from notebooks.lessons.scores import Score
from tests.memos import sample_memo
from toolkit import Briefer, read_text
from toolkit.translate import TranslationMemory, Translator


def texts(figure: Figure) -> set[str]:
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    assert stream.getvalue().startswith(b"\x89PNG")
    return {text.get_text() for text in figure.findobj(Text)} - {""}


def test_precisions_carry_their_counts() -> None:
    shown = texts(score_plots.precision_bars({"mine": bleu_counts("the the cat", "the cat sat")}))
    assert {"2 of 3", "1 of 2", "0 of 1"} <= shown


def test_scores_duels_and_doubts_name_every_system() -> None:
    score = Score("mine", 0.4, 0.3, 0.5, 16)
    assert {"mine", "BLEU"} <= texts(score_plots.interval_plot({"BLEU": [(score, True)]}))
    assert "A short label" in texts(score_plots.duels([score_plots.Duel("A short label", 20, 90)], metric="chrF"))
    assert "mine" in texts(score_plots.doubt_map([("mine", 40, 0.5, False)], metric="chrF"))
    assert "mine" in texts(score_plots.brevity_curve({"mine": bleu_counts("the cat", "the cat sat")}))


def test_a_map_of_summaries_has_a_column_for_each_sentence() -> None:
    memory = TranslationMemory.open(":memory:")
    for news in NEWS[:6]:
        memory.add(news.arabic, news.reference)
    article = read_text(" ".join(news.arabic for news in NEWS[:6]))
    brief = Briefer(translator=Translator(memory), summarizer="extract", sentences=3, progress=False)(article)
    assert {"mine", "1", "6", "weak"} <= texts(summary_plots.sentence_map({"mine": brief}))


def test_counts_stand_in_the_bars() -> None:
    assert {"3", "1"} <= texts(summary_plots.verdict_bars({"mine": ["weak", "weak", "weak", "supported"]}))
    assert "2 of 7" in texts(summary_plots.kept_bars({"mine": {"names": Rate(2, 7)}}))
    assert "weak" in texts(summary_plots.reading_table([("weak", True), ("weak", False)]))


def test_a_memo_s_lines_show_who_tells_them_and_in_which_sentence() -> None:
    memo = sample_memo()
    line = memo.events[0].agreed[0]
    shown = texts(told_by(memo, [Told(line.text, line.sources)], title="told"))
    assert {report_name(memo, report) for event in memo.events for report in event.reports} <= shown
    assert {str(source.sentence + 1) for source in line.sources} <= shown
