"""A memo as HTML. In: a Memo. Out: a self-contained page without any script, or a fragment for a notebook."""

from __future__ import annotations

import hashlib

from markupsafe import Markup

from toolkit.memo.memo import Memo
from toolkit.output.document import Document, Run, shown
from toolkit.output.html import NO_WAY_OUT, asset, isolate, plain, render
from toolkit.output.memo_document import layout_memo

__all__ = ["fragment", "page"]

_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; {NO_WAY_OUT}"


def page(memo: Memo) -> str:
    """Return a whole HTML document that needs nothing else and asks nothing of any server."""
    return render("page.html.j2", title=shown(memo.title), policy=_POLICY, body=Markup(fragment(memo)))


def fragment(memo: Memo) -> str:
    """Return the memo as a piece of HTML; nothing in it has a fixed id."""
    laid_out = layout_memo(memo)
    uid = _uid(laid_out)
    anchors = {paragraph.anchor for paragraph in laid_out.paragraphs() if paragraph.anchor}
    return render(
        "memo.html.j2",
        document=laid_out,
        uid=uid,
        reviewed=memo.review is not None,
        style=Markup(asset("brief.css")),
        run=lambda run: _run(run, uid, anchors),
        plain=plain,
    )


def _uid(laid_out: Document) -> str:
    """Return a name for this memo's anchors: the same for the same memo."""
    seed = f"{laid_out.signature}{laid_out.created}{laid_out.title}{laid_out.footer}"
    return "m" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:10]


def _run(run: Run, uid: str, anchors: set[str]) -> Markup:
    if run.target in anchors:
        template = Markup('<a class="bb-ref" href="#{}-{}">{}</a>')
        return template.format(uid, run.target, run.text.strip())
    if run.language == "ar":
        return Markup('<bdi lang="ar" dir="rtl">{}</bdi>').format(isolate(run.text))
    if run.emphasis == "strong":
        return Markup("<b>{}</b>").format(plain(run.text))
    if run.emphasis == "soft":
        return Markup('<span class="bb-remedy">{}</span>').format(plain(run.text))
    return plain(run.text)
