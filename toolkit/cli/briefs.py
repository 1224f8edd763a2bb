"""`toolkit brief`, `toolkit translate` and `toolkit memo`: one article that cannot be read stops no other."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.console import FILE, PATH, Formats, complain, done, one_line, say, settings_options
from toolkit.output.formats import MEMO_FORMATS
from toolkit.settings import Settings

if TYPE_CHECKING:
    from toolkit.article.types import Article
    from toolkit.brief.brief import Brief
    from toolkit.brief.briefer import Briefer

_FILES = click.argument("files", nargs=-1, required=True)


@click.command()
@_FILES
@click.option("-o", "--out", default="briefs", show_default=True, type=PATH, help="Folder to write to.")
@click.option("--format", "formats", default="html,json", show_default=True, type=Formats(), help=Formats.help)
@click.option(
    "--xliff", default="2.0", show_default=True, type=click.Choice(["2.0", "1.2"]), help="Version of the format xlf."
)
@click.option(
    "--translation",
    "translations",
    multiple=True,
    type=PATH,
    help="English of the one article, in a file; several are compared, and the better sentences taken.",
)
@click.option("--translated-by", multiple=True, help="Who or what made that English; once for each.")
@click.option("--remember", is_flag=True, help="Keep its sentences without an error in your translation memory.")
@settings_options("summarizer", "verifier", "sentences", "policy")
def brief(
    files: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    xliff: str,
    translations: tuple[Path, ...],
    translated_by: tuple[str, ...],
    remember: bool,
    **choices: Any,
) -> None:
    """Make a bilingual brief of each of FILES (paths or URLs).

    With --translation the English is taken from a file that you have (.txt, .md, .docx, .pdf, .html, .tmx, .xlf,
    .xliff, .csv, .tsv), aligned with the article and checked. Several stand side by side in NAME-translations.html.
    """
    from toolkit.article import read
    from toolkit.brief.briefer import Briefer
    from toolkit.output.view import status

    if translations and len(files) != 1:
        raise click.UsageError("--translation belongs to one article: name one file.")
    if not translations and (translated_by or remember):
        raise click.UsageError("--translated-by and --remember go with --translation.")
    names = [*translated_by, *(path.name for path in translations[len(translated_by) :])]
    if len(set(names)) != len(translations):
        raise click.UsageError("Say with --translated-by who made each translation, in their order: the names differ.")
    several = dict(zip(names, translations, strict=True))
    given: dict[str, Any] = {"translation": several, "remember": remember} if translations else {}
    briefer, taken = Briefer(Settings.named(**choices)), set[str]()

    def write(file: str) -> None:
        article = read(file)
        made = briefer(article, **given)
        stem = _free_name(article, taken)
        for suffix in formats:
            made.save(out / f"{stem}.{suffix}", **({"version": xliff} if suffix == "xlf" else {}))
        if len(translations) > 1:
            from toolkit.output.comparison import compare_translations

            comparison = compare_translations(made)
            say(f"{comparison!r}\nside by side: {comparison.save(out / f'{stem}-translations.html')}")
        told = [f"{'note' if gap.stage == 'read' else 'missing'}: {gap.message} {gap.remedy}" for gap in made.gaps]
        say("\n    ".join([f"{stem}: {status(made)}", *map(str.rstrip, told)]))

    written = len(done(files, write))
    hint = f"; open the .html files in {out.resolve()} in a browser" if "html" in formats else ""
    say(f"{written} of {len(files)} briefs written to {out}{hint}")
    if written < len(files):
        raise SystemExit(1)


def _free_name(article: Article, taken: set[str]) -> str:
    """Return a file name for the article that no other brief of this run has."""
    from toolkit.batch.manifest import safe_stem

    first = safe_stem(article.id)
    stem, number = first, 2
    while stem.casefold() in taken:
        stem, number = f"{first}-{number}", number + 1
    taken.add(stem.casefold())
    return stem


@click.command()
@_FILES
@settings_options()
def translate(files: tuple[str, ...], **choices: Any) -> None:
    """Print the sentences of FILES: Arabic, then English with its origin, separated by tabs."""
    from toolkit.brief.briefer import Briefer

    if not all(done(files, partial(_print_translation, Briefer(Settings.named(**choices))), failed=False)):
        raise SystemExit(1)


def _print_translation(briefer: Briefer, file: str) -> bool:
    from toolkit.article import read

    article = read(file)
    translations, gaps = briefer.translate(article)
    for sentence, translation in zip(article.sentences, translations, strict=True):
        origin, text = (translation.origin, translation.text) if translation else ("-", "")
        say("\t".join(one_line(cell) for cell in (sentence.text, origin, text)))
    for gap in gaps:
        complain(f"{file}: {gap.message} {gap.remedy}".rstrip())
    return not gaps


@click.command()
@_FILES
@click.option(
    "-o",
    "--out",
    "outputs",
    multiple=True,
    default=("memo.html",),
    show_default=True,
    type=FILE,
    help=f"File to write; its suffix names the format ({', '.join(MEMO_FORMATS)}). Can be given several times.",
)
@click.option(
    "--layout",
    default="dossier",
    show_default=True,
    type=click.Choice(["memo", "bilingual", "dossier"]),
    help="For .docx and .pdf.",
)
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Word file, for .docx.")
@click.option("--reviewed-by", help="Who read the memo against its sources; without it, it is a draft.")
@click.option("--to", default="", help="Who the memo is for.")
@click.option("--from", "by", default="", help="Who it is from.")
@click.option("--subject", default="", help="What it is on; by default the headline of the newest event.")
@settings_options("summarizer")
def memo(
    files: tuple[str, ...],
    outputs: tuple[Path, ...],
    layout: str,
    template: Path | None,
    reviewed_by: str | None,
    to: str,
    by: str,
    subject: str,
    **choices: Any,
) -> None:
    """Make one memo of FILES: articles (paths or URLs), or briefs saved as .json."""
    from toolkit.memo.memo import Memo

    formats = {path: path.suffix.removeprefix(".").lower() for path in outputs}
    unknown = [str(path) for path, suffix in formats.items() if suffix not in MEMO_FORMATS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: choose a suffix from {', '.join(MEMO_FORMATS)}.")
    briefs = _briefs(files, choices)
    made = Memo(briefs, to=to, by=by, subject=subject)
    if reviewed_by:
        made = made.reviewed(reviewed_by)
    for path, suffix in formats.items():
        laid_out = {"layout": layout} if suffix in ("docx", "pdf") else {}
        say(made.save(path, **laid_out, **({"template": template} if template and suffix == "docx" else {})))
    differing = sum(len(event.differences) for event in made.events)
    say(f"{len(briefs)} articles, {len(made.events)} events, {differing} differences between sources")
    if len(briefs) < len(files):
        raise SystemExit(1)


def _briefs(files: tuple[str, ...], choices: dict[str, Any]) -> list[Brief]:
    """Load or make the briefs."""
    from toolkit.brief.brief import Brief
    from toolkit.brief.briefer import Briefer

    briefers: list[Briefer] = []

    def had(file: str) -> Brief:
        if file.lower().endswith(".json"):
            return Brief.load(file)
        if not briefers:
            briefers.append(Briefer(Settings.named(**choices)))
        return briefers[0](file)

    briefs = done(files, had)
    if not briefs:
        raise SystemExit(1)
    return briefs


_SHOWN = 10  # failures that are told one by one; the manifest has them all


class _Resources(click.ParamType[dict[str, float]]):
    """`GPU=1`, or several with commas."""

    name = "resources"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        if isinstance(value, dict):
            return value
        try:
            return {name: float(number) for name, number in (part.split("=") for part in str(value).split(","))}
        except ValueError:
            self.fail(f"{value!r} is not of the form GPU=1", param, ctx)


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("-o", "--out", required=True, type=PATH, help="Folder to write to.")
@click.option("--format", "formats", default="json", show_default=True, type=Formats(), help=Formats.help)
@click.option("--workers", type=click.IntRange(1), help="Worker processes; without, the work is done in this one.")
@click.option("--scheduler", help="Address of a Dask scheduler, or 'local'.")
@click.option("--resources", type=_Resources(), help="What a Dask worker must have: GPU=1.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), help="Seconds that an article may take.")
@click.option("--retry-failed", is_flag=True, help="Also do again what failed before.")
@click.option("--follow", is_flag=True, help="Fetch the pages that a feed points at.")
@click.option("--allow-private", is_flag=True, help="Also fetch addresses that lead to private networks.")
@settings_options("summarizer", "verifier", "sentences", "policy")
def batch(sources: tuple[str, ...], out: Path, **choices: Any) -> None:
    """Make the briefs of all SOURCES: folders, patterns, feeds (RSS, Atom), files, addresses.

    Run it again to go on where it ended: what is done stands in manifest.sqlite in the output folder, one row for each
    source, and is not done again. Other settings for the same folder are refused; give another folder.

    \b
    --policy says what becomes of a sentence without its evidence:
      flag      it stays and is marked
      drop      it is left out
      drop-weak it is left out, and what is supported weakly too
      fallback  the source sentence that comes nearest takes its place

    \b
    Exit code:
      0    every source has its brief
      1    something failed, is partial or waits; each is told in a line
      2    wrong use of the command
      130  interrupted (Ctrl-C, SIGTERM); the next call goes on
    """
    from toolkit.batch import Manifest, run

    if choices["timeout"] is not None and choices["workers"] is None and choices["scheduler"] is None:
        raise click.UsageError("--timeout needs worker processes, as this one cannot end itself: add --workers 1.")
    report = run(sources[0] if len(sources) == 1 else sources, out, **choices)
    say(str(report))
    if report.ok:
        return
    with Manifest.open(out) as manifest:
        for place, record in enumerate(manifest.records("failed", "partial", "waiting")):
            if place == _SHOWN:
                complain(f"… and more; all of them stand in {manifest.path}")
                break
            complain(f"{record.source}: {record.message or 'is waiting; name it again.'} {record.remedy}")
    raise SystemExit(1)
