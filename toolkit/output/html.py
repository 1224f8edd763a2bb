"""A brief as HTML. In: a Brief. Out: a self-contained page, or a fragment for a notebook.

Several fragments can live on one page: nothing has a fixed id, styles hang below one class, and the script
looks only inside its own brief. Everything from an article is escaped; a page forbids itself any request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.brief.brief import Brief
from toolkit.output.document import Language
from toolkit.output.document import shown as shown_flat
from toolkit.output.pieces import Flow, Piece, flows, visible
from toolkit.output.view import View, banner, view

__all__ = ["NO_WAY_OUT", "arabic", "asset", "fragment", "isolate", "page", "plain", "render"]

NO_WAY_OUT = "base-uri 'none'; form-action 'none'"
"""What a policy has to forbid besides `default-src 'none'`, which says nothing about these."""

_NAMED = Markup('<span class="bb-ctl" title="{}">{}</span>')
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
        arabic=arabic,
        english=_english,
        quote=partial(_quote, shown),
        plain=plain,
        isolate=isolate,
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
    """Escape English text: Arabic in it runs from right to left, hidden characters are shown and not obeyed."""
    return _english([Piece(text, ())])


def isolate(text: str) -> Markup:
    """Escape Arabic text: numbers, names and addresses in it run from left to right, hidden characters are shown."""
    return arabic([Piece(text, ())])


def arabic(pieces: Sequence[Piece], wrap: Callable[[Piece, Markup], Markup] | None = None) -> Markup:
    """Mark up the pieces of an Arabic text; `wrap` puts an element around a piece with marks."""
    return _marked_up(pieces, "ar", wrap or _wrap)


def _english(pieces: Sequence[Piece]) -> Markup:
    return _marked_up(pieces, "en", _wrap)


def _marked_up(pieces: Sequence[Piece], language: Language, wrap: Callable[[Piece, Markup], Markup]) -> Markup:
    return Markup("").join(_flow(flow, wrap) for flow in flows(pieces, language))


def _flow(flow: Flow, wrap: Callable[[Piece, Markup], Markup]) -> Markup:
    if flow.direction == "rtl":  # quoted Arabic, with its own numbers and names
        return Markup('<bdi lang="ar" dir="rtl">{}</bdi>').format(arabic(flow.pieces, wrap))
    inner = Markup("").join(wrap(piece, _leaf(piece.text)) for piece in flow.pieces)
    return Markup('<{0} dir="ltr">{1}</{0}>').format(flow.tag, inner) if flow.direction else inner


def _leaf(text: str) -> Markup:
    return Markup("").join(
        _NAMED.format(name, name.split()[0]) if name else escape(part) for part, name in visible(text)
    )


def _quote(shown: View, claim: int, sentence: int) -> Markup:
    """Return an Arabic sentence with the words marked that carry a claim; needs no style sheet."""
    pieces = next(s.pieces for p in shown.paragraphs for s in p.sentences if s.sentence.index == sentence)
    return arabic(pieces, lambda piece, inner: _MARKED.format(inner) if claim in piece.keys("claim") else inner)


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
