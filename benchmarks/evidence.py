"""Scores of attribution, translation checks and claim checks beside their baselines.

Run: python -m benchmarks.evidence

Data that is absent is left out of the report, which says so: the labels lie in the repository's `tests/`, the news with
human judgements are not part of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.attribution import first_hits, first_rows, paraphrase_scores, read_attribution_labels, references
from benchmarks.claim_checks import claim_check_rows, claim_check_scores, read_faithfulness, read_labelled_claims
from benchmarks.evidence_speed import speed_line
from benchmarks.parts import Row, row_table
from benchmarks.translation_checks import TranslationCheckRates, evaluate_translation_checks, translation_check_rows
from notebooks.lessons.scores import Score, score_table
from toolkit.article import Article, read
from toolkit.models.encoder import encoder_id

__all__ = ["EvidenceReport", "format", "run"]


FOLDERS = {"labels": "tests/checks/data", "articles": "notebooks/articles", "shared": "../shared/data"}


_ROUNDS = 3  # of the measurement of speed


@dataclass(frozen=True)
class EvidenceReport:
    """What was measured, by title, and what could not be."""

    encoder: str
    scores: tuple[tuple[str, tuple[Score, ...]], ...] = ()
    rates: tuple[tuple[str, TranslationCheckRates], ...] = ()
    rows: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    missing: tuple[str, ...] = ()
    speed: str = ""


def run(
    labels: Path = Path(FOLDERS["labels"]),
    articles: Path = Path(FOLDERS["articles"]),
    shared: Path = Path(FOLDERS["shared"]),
) -> EvidenceReport:
    """Measure everything for which there is data, beside the baselines. Takes two or three minutes.

    Parameters
    ----------
    labels
        Folder with `attribution.jsonl` and `claims.jsonl`.
    articles
        Folder with the sample articles.
    shared
        Folder with `flores-dev/` and `faithfulness-dev.jsonl`; may be absent.
    """
    scores: list[tuple[str, tuple[Score, ...]]] = []
    rates: list[tuple[str, TranslationCheckRates]] = []
    rows: list[tuple[str, tuple[Row, ...]]] = []
    missing: list[str] = []
    read_articles = {path.stem: read(path) for path in sorted(articles.glob("*.txt"))} if articles.is_dir() else {}
    english = {name: references(article) for name, article in read_articles.items()}
    if read_articles:
        pairs = [(article, english[name]) for name, article in read_articles.items()]
        scores.append(("Translated sentences of the sample articles, right one first", tuple(first_hits("P@1", pairs))))
        checked = evaluate_translation_checks(_aligned(pairs))
        rates.append(("Translation check, references of the sample articles", checked))
    else:
        missing.append(f"sample articles: {articles}")
    if read_articles and (path := labels / "attribution.jsonl").is_file():
        labelled = read_attribution_labels(path, read_articles, english)
        scores.append(("Summary sentences of the sample articles", tuple(paraphrase_scores(labelled))))
    else:
        missing.append(f"labelled summary sentences: {labels / 'attribution.jsonl'}")
    if (path := labels / "claims.jsonl").is_file():
        scores.append(
            (
                "Claim check, own labels (written together with the checks, so no measure of new text)",
                tuple(claim_check_scores(read_labelled_claims(path))),
            )
        )
    else:
        missing.append(f"labelled claims: {path}")
    _measure_shared(shared, rows, missing)
    longest = max(read_articles, key=lambda name: len(read_articles[name].sentences), default=None)
    speed = speed_line(read_articles[longest], english[longest], _ROUNDS) if longest else ""
    return EvidenceReport(encoder_id(), tuple(scores), tuple(rates), tuple(rows), tuple(missing), speed)


def _measure_shared(shared: Path, rows: list[tuple[str, tuple[Row, ...]]], missing: list[str]) -> None:
    flores = shared / "flores-dev"
    if (flores / "flores-dev.ar").is_file():
        arabic, english = (_lines(flores / f"flores-dev.{language}") for language in ("ar", "en"))
        rows.append(("Right Arabic sentence first", tuple(first_rows(arabic, english))))
        rows.append(("Translation check, FLORES dev references", tuple(translation_check_rows(arabic, english))))
    else:
        missing.append(f"FLORES dev: {flores}")
    if (path := shared / "faithfulness-dev.jsonl").is_file():
        title = "Claim check, news summaries of BART and PEGASUS with human labels"
        rows.append((title, tuple(claim_check_rows(read_faithfulness(path)))))
    else:
        missing.append(f"news summaries with human labels: {path}")


def _aligned(pairs: Sequence[tuple[Article, Sequence[str | None]]]) -> list[tuple[str, str]]:
    return [
        (sentence.text, english)
        for article, translations in pairs
        for sentence in article.sentences
        if (english := translations[sentence.index])
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").rstrip("\n").split("\n")


def format(report: EvidenceReport) -> str:
    """Lay a report out as text; intervals are 95 %."""
    parts = [f"Encoder: {report.encoder}. Intervals are 95 %."]
    parts += [score_table(title, scores) for title, scores in report.scores]
    parts += [
        f"{title}\n" + "\n".join(f"  {line}" for line in str(rates).splitlines()) for title, rates in report.rates
    ]
    parts += [row_table(title, rows, "baseline, kept part") for title, rows in report.rows]
    parts += [report.speed] if report.speed else []
    parts += [f"Not measured, because it is not here: {name}" for name in report.missing]
    return "\n\n".join(parts)


def main() -> None:
    """Read where the data lies, measure, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evidence", description=__doc__)
    for name, default in (
        ("labels", "tests/checks/data"),
        ("articles", "notebooks/articles"),
        ("shared", "../shared/data"),
    ):
        parser.add_argument(f"--{name}", type=Path, default=Path(default), help="default: %(default)s")
    print(format(run(**vars(parser.parse_args()))))


if __name__ == "__main__":
    main()
