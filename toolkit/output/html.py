"""A brief as HTML. In: a Brief. Out: a self-contained page, or a fragment for a notebook.

Several fragments can live on one page: nothing has a fixed id, styles hang below one class, and the script
looks only inside its own brief. Everything from an article is escaped; a page forbids itself any request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.brief.types import Brief
from toolkit.output.document import shown as shown_flat
from toolkit.output.pieces import Piece, TextRun, runs
from toolkit.output.view import View, banner, view

__all__ = ["NO_WAY_OUT", "asset", "fragment", "isolate", "page", "plain", "render"]

NO_WAY_OUT = "base-uri 'none'; form-action 'none'"
"""What a policy has to forbid besides `default-src 'none'`, which says nothing about these."""

_MARKED = Markup('<span style="background-color: #ffe08a; color: #1b2330">{}</span>')


def page(brief: Brief) -> str:
    """Return a whole HTML document that needs nothing else and asks nothing of any server."""
    script = asset("brief.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; {NO_WAY_OUT}"
    shown = view(brief)
    title = brief.title or shown.arabic_title or brief.article.id
    return render("page.html.j2", title=shown_flat(title), policy=policy, body=Markup(fragment(brief)))


def fragment(brief: Brief) -> str:
    """Return the brief as a piece of HTML to put into a page or a notebook's output."""
    shown = view(brief)
    return render(
        "brief.html.j2",
        v=shown,
        brief=brief,
        banner=banner(brief),
        uid=_uid(brief),
        style=Markup(asset("brief.css")),
        script=Markup(asset("brief.js")),
        arabic=_arabic,
        english=_english,
        quote=partial(_quote, shown),
        plain=plain,
        flat=shown_flat,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("toolkit.output"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """Fill one of our templates."""
    return _environment().get_template(template).render(**values)


@cache
def asset(name: str) -> str:
    """Return a style sheet or script."""
    return (files("toolkit.output") / "templates" / name).read_text(encoding="utf-8").strip()


def _uid(brief: Brief) -> str:
    """Return a name for this brief's anchors: the same for the same brief, so that outputs are stable."""
    seed = f"{brief.article.sha256}{brief.provenance.signature}{brief.provenance.created}"
    return "b" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:10]


def plain(text: str) -> Markup:
    """Escape text, showing hidden characters instead of obeying them."""
    return Markup("").join(map(_run, runs(text, arabic=False)))


def _arabic(pieces: Sequence[Piece]) -> Markup:
    """Mark up Arabic pieces, isolating left-to-right runs such as 2025-07-04 so that they read in order."""
    return Markup("").join(_wrap(piece, isolate(piece.text)) for piece in pieces)


def _english(pieces: Sequence[Piece]) -> Markup:
    return Markup("").join(_wrap(piece, plain(piece.text)) for piece in pieces)


def _quote(shown: View, claim: int, sentence: int) -> Markup:
    """Return an Arabic sentence with the words marked that carry a claim; needs no style sheet."""
    pieces = next(s.pieces for p in shown.paragraphs for s in p.sentences if s.sentence.index == sentence)
    return Markup("").join(
        _MARKED.format(isolate(piece.text)) if claim in piece.keys("claim") else isolate(piece.text) for piece in pieces
    )


def isolate(text: str) -> Markup:
    """Escape Arabic text, isolating its left-to-right runs."""
    return Markup("").join(map(_run, runs(text, arabic=True)))


def _run(run: TextRun) -> Markup:
    if run.hidden:
        return Markup('<span class="bb-ctl" title="{}">{}</span>').format(run.hidden, run.hidden.split()[0])
    return Markup('<bdi dir="ltr">{}</bdi>').format(run.text) if run.ltr else escape(run.text)


def _wrap(piece: Piece, inner: Markup) -> Markup:
    claims, sources = piece.keys("claim"), piece.keys("source")
    classes = [
        *(["bb-w"] if claims or sources else []),
        *(["bb-fact"] if piece.keys("fact") else []),
        *(["bb-doubt"] if piece.keys("doubt") else []),
    ]
    if not classes:
        return inner
    data = Markup("")
    if claims:
        data += Markup(' data-claims="{}"').format(" ".join(map(str, claims)))
    if sources:
        data += Markup(' data-sources="{}"').format(" ".join(map(str, sources)))
    return Markup('<span class="{}"{}>{}</span>').format(" ".join(classes), data, inner)
