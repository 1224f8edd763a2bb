"""Briefs and memos as HTML: self-contained pages, or fragments for a notebook.

Several fragments can live on one page: nothing has a fixed id, styles hang below one class, and the script
looks only inside its own brief. Everything from an article is escaped; a page forbids itself any request.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from toolkit.brief.brief import Brief
from toolkit.memo.memo import Memo
from toolkit.memo.types import Source
from toolkit.output.document import Language, Run
from toolkit.output.document import shown as shown_flat
from toolkit.output.memo_document import layout_memo
from toolkit.output.pieces import Flow, Piece, flows, visible
from toolkit.output.view import FACT_SHEET, View, banner, view

_NAMED = Markup('<span class="bb-ctl" title="{}">{}</span>')
_MARKED = Markup('<span style="background-color: #ffe08a; color: #1b2330">{}</span>')


def page(brief: Brief) -> str:
    """Return a whole HTML document that needs nothing else and asks nothing of any server."""
    digest = base64.b64encode(hashlib.sha256(asset("brief.js").encode()).digest()).decode()
    title = brief.title or brief.article.title or brief.article.id
    return page_of(fragment(brief), title, f"; script-src 'sha256-{digest}'")


def memo_page(memo: Memo) -> str:
    """Return a whole HTML document without any script."""
    return page_of(memo_fragment(memo), memo.title)


def page_of(body: str, title: str, scripts: str = "") -> str:
    """Return a page around a fragment, with a policy that lets nothing out; `scripts` is what it lets run."""
    policy = f"default-src 'none'; style-src 'unsafe-inline'{scripts}; base-uri 'none'; form-action 'none'"
    return render("page.html.j2", title=shown_flat(title), policy=policy, body=Markup(body))


def fragment(brief: Brief) -> str:
    """Return the brief as a piece of HTML to put into a page or a notebook's output."""
    shown = view(brief)
    made = brief.provenance
    return render(
        "brief.html.j2",
        v=shown,
        brief=brief,
        banner=banner(brief),
        fact_sheet=FACT_SHEET,
        uid=_uid("b", brief.article.sha256, made.signature, made.created),
        style=Markup(asset("brief.css")),
        script=Markup(asset("brief.js")),
        arabic=arabic,
        english=_english,
        quote=partial(_quote, shown),
        plain=plain,
        isolate=isolate,
        flat=shown_flat,
    )


def memo_fragment(memo: Memo) -> str:
    """Return the memo as a piece of HTML."""
    laid_out = layout_memo(memo)
    uid = _uid("m", laid_out.signature, laid_out.created, laid_out.title, laid_out.footer)
    anchors = {paragraph.anchor: "" for paragraph in laid_out.paragraphs() if paragraph.anchor}
    for at, brief in enumerate(memo.briefs):
        for sentence in brief.article.sentences:
            source = Source(at, sentence.index)
            if (name := f"s{at + 1}.{sentence.index + 1}") in anchors:
                anchors[name] = f"{shown_flat(memo.english(source) or 'not translated')}\n{shown_flat(sentence.text)}"
    return render(
        "memo.html.j2",
        document=laid_out,
        uid=uid,
        reviewed=memo.review is not None,
        style=Markup(asset("brief.css")),
        run=partial(_run, uid=uid, anchors=anchors),
        plain=plain,
    )


def _run(run: Run, uid: str, anchors: Mapping[str, str]) -> Markup:
    """Mark up a run; a citation shows its English and Arabic where the pointer rests on it."""
    if run.target in anchors:
        link = Markup('<a class="bb-ref" href="#{}-{}" title="{}">{}</a>')
        return link.format(uid, run.target, anchors[run.target], run.text.strip())
    if run.language == "ar":
        return Markup('<bdi lang="ar" dir="rtl">{}</bdi>').format(isolate(run.text))
    wrapped = {"strong": "<b>{}</b>", "soft": '<span class="bb-remedy">{}</span>'}.get(run.emphasis, "{}")
    return Markup(wrapped).format(plain(run.text))


def _uid(letter: str, *seeds: str) -> str:
    """Return a name for the anchors of a brief or memo: the same for the same one, so that outputs are stable."""
    return letter + hashlib.sha256("".join(seeds).encode("utf-8", "replace")).hexdigest()[:10]


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
    held = {name: " ".join(map(str, piece.keys(name))) for name in ("claim", "source", "fact", "doubt")}
    classes = [
        *(["bb-w"] if held["claim"] or held["source"] else []),
        *(f"bb-{name}" for name in ("fact", "doubt") if held[name]),
    ]
    if not classes:
        return inner
    pairs = (Markup(' data-{}s="{}"').format(name, held[name]) for name in ("claim", "source") if held[name])
    return Markup('<span class="{}"{}>{}</span>').format(" ".join(classes), Markup("").join(pairs), inner)
