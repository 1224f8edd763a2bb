"""`toolkit brief` and `toolkit translate`. In: paths or URLs of articles. Out: files, lines, and how many failed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.console import complain, one_line, say, settings_options
from toolkit.errors import ToolkitError
from toolkit.output.formats import FORMATS
from toolkit.settings import Settings

if TYPE_CHECKING:
    from toolkit.article.types import Article
    from toolkit.brief.brief import Brief
    from toolkit.brief.briefer import Briefer
    from toolkit.brief.types import Gap

__all__ = ["Formats", "brief", "translate"]


class Formats(click.ParamType[tuple[str, ...]]):
    """A comma-separated list of formats."""

    name = "formats"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Return the names of formats, or say what is wrong."""
        if isinstance(value, tuple):
            return value
        wanted = tuple(part.strip().lower() for part in str(value).split(",") if part.strip())
        unknown = sorted(set(wanted) - set(FORMATS))
        if unknown or not wanted:
            self.fail(f"unknown format {', '.join(unknown) or value!r}; choose from {', '.join(FORMATS)}", param, ctx)
        return wanted


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "-o", "--out", default="briefs", show_default=True, type=click.Path(path_type=Path), help="Folder to write to."
)
@click.option(
    "--format", "formats", default="html,json", show_default=True, type=Formats(), help="Any of: " + ", ".join(FORMATS)
)
@click.option(
    "--xliff", default="2.0", show_default=True, type=click.Choice(["2.0", "1.2"]), help="Version of the format xlf."
)
@click.option("--translation", type=click.Path(path_type=Path), help="English of the one article, in a file.")
@click.option("--translated-by", help="Who or what made that English.")
@settings_options("summarizer", "sentences", "policy")
def brief(
    files: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    xliff: str,
    translation: Path | None,
    translated_by: str | None,
    **choices: Any,
) -> None:
    """Make a bilingual brief of each of FILES (paths or URLs).

    With --translation the English is taken from a file that you have (.txt, .md, .docx, .pdf, .html, .tmx, .xlf,
    .xliff, .csv, .tsv), aligned with the article and checked.
    """
    from toolkit.brief.briefer import Briefer

    if translation is not None and len(files) != 1:
        raise click.UsageError("--translation belongs to one article: name one file.")
    given = {} if translation is None else {"translation": translation, "translated_by": translated_by}
    briefer, taken, failures = Briefer(Settings.named(**choices)), set[str](), 0
    for file in files:
        failures += not _one(briefer, file, out, formats, taken, xliff, given)
    say(f"{len(files) - failures} of {len(files)} briefs written to {out}{_open_hint(out, formats)}")
    if failures:
        raise SystemExit(1)


def _one(
    briefer: Briefer,
    file: str,
    out: Path,
    formats: Iterable[str],
    taken: set[str],
    xliff: str,
    given: dict[str, Any],
) -> bool:
    """Make one brief; one that cannot be made is reported and stops no other."""
    from toolkit.article import read

    try:
        article = read(file)
        made = briefer(article, **given)
        stem = _free_name(article, taken)
        for suffix in formats:
            made.save(out / f"{stem}.{suffix}", **({"version": xliff} if suffix == "xlf" else {}))
    except ToolkitError as error:
        complain(f"{file}: {error}")
        return False
    say(f"{stem}: {_sum_up(made)}")
    return True


def _sum_up(made: Brief) -> str:
    from toolkit.output.view import status

    return "\n    ".join([status(made), *(_told(gap) for gap in made.gaps)])


def _told(gap: Gap) -> str:
    label = "note" if gap.stage == "read" else "missing"
    return f"{label}: {gap.message} {gap.remedy}".rstrip()


def _free_name(article: Article, taken: set[str]) -> str:
    """Return a file name for the article that no other brief of this run has."""
    from toolkit.batch.identity import safe_stem

    first = safe_stem(article.id)
    stem, number = first, 2
    while stem.casefold() in taken:
        stem, number = f"{first}-{number}", number + 1
    taken.add(stem.casefold())
    return stem


def _open_hint(out: Path, formats: tuple[str, ...]) -> str:
    return f"; open the .html files in {out.resolve()} in a browser" if "html" in formats else ""


@click.command()
@click.argument("files", nargs=-1, required=True)
@settings_options()
def translate(files: tuple[str, ...], **choices: Any) -> None:
    """Print the sentences of FILES: Arabic, then English with its origin, separated by tabs."""
    from toolkit.article import read
    from toolkit.brief.briefer import Briefer

    briefer, failed = Briefer(Settings.named(**choices)), False
    for file in files:
        try:
            article = read(file)
            translations, gaps = briefer.translate(article)
        except ToolkitError as error:
            failed = True
            complain(f"{file}: {error}")
            continue
        for sentence, translation in zip(article.sentences, translations, strict=True):
            origin, text = (translation.origin, translation.text) if translation else ("-", "")
            say("\t".join(one_line(cell) for cell in (sentence.text, origin, text)))
        for gap in gaps:
            failed = True
            complain(f"{file}: {gap.message} {gap.remedy}".rstrip())
    if failed:
        raise SystemExit(1)
