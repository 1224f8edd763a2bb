from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from tests.briefs import LINES, brief_of
from tests.conftest import ROOT
from toolkit import Briefer
from toolkit.article.types import SentenceKind
from toolkit.output.html import fragment, page
from toolkit.output.view import status, view

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "</style><svg onload=alert(1)>",
    "]]>",
)


class Collector(HTMLParser):
    """Collects tags with attributes, and the text a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.seen = ""
        self.inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.seen += data

    def having(self, attribute: str) -> list[dict[str, str | None]]:
        return [attrs for _, attrs in self.tags if attribute in attrs]


def test_every_sentence_is_shown_with_its_arabic_right_to_left() -> None:
    brief = brief_of()
    html = Collector(page(brief))
    for sentence in brief.article.sentences:
        assert sentence.text in html.seen
    arabic = [attrs for _, attrs in html.tags if attrs.get("lang") == "ar"]
    assert arabic
    assert all(attrs.get("dir") == "rtl" for attrs in arabic)


def test_a_claim_links_to_the_arabic_sentences_it_stands_on() -> None:
    html = Collector(page(brief_of()))
    (claim,) = html.having("data-claim")
    assert claim["data-rests"] == "1"
    assert claim["tabindex"] == "0"
    ids = {attrs["id"] for attrs in html.having("id")}
    targets = {str(attrs["href"]).removeprefix("#") for attrs in html.having("href")}
    assert targets
    assert targets <= ids


def test_a_date_inside_arabic_is_isolated_left_to_right() -> None:
    assert '<bdi dir="ltr">2025-07-04</bdi>' in page(brief_of())


def test_verdicts_origins_gaps_doubts_and_signature_are_shown() -> None:
    brief = brief_of()
    seen = " ".join(Collector(page(brief)).seen.split())
    for words in (
        "supported",
        "memory",
        "Sentence 4 was not translated.",
        "Name a model.",
        "The Arabic is negated.",
        "1 doubt",
        "30 delegations",
        "not yet reviewed",
        brief.provenance.signature,
        brief.article.sha256,
    ):
        assert words in seen, words


def test_without_claims_the_arabic_to_read_first_is_shown_and_the_lack_is_said() -> None:
    seen = Collector(page(brief_of(claims=False))).seen
    assert "No English summary" in seen
    assert LINES[1][1] in seen


def test_two_briefs_on_one_page_share_no_id_and_no_global_name() -> None:
    other: tuple[tuple[SentenceKind, str, str], ...] = (*LINES[:3], ("body", "انتهى اللقاء.", "The meeting ended."))
    both = Collector(fragment(brief_of()) + fragment(brief_of(other)))
    ids = [attrs["id"] for attrs in both.having("id")]
    assert len(ids) == len(set(ids)) == 8
    assert not re.search(r"^(var|let|const|function)\b", fragment(brief_of()).split("<script>")[1], re.MULTILINE)


def test_the_same_brief_renders_the_same() -> None:
    assert page(brief_of()) == page(brief_of())


def test_text_from_an_article_stays_text() -> None:
    for attack in ATTACKS:
        lines: tuple[tuple[SentenceKind, str, str], ...] = (
            *LINES[:2],
            ("body", f"قال {attack} اليوم.", f"He said {attack} today."),
        )
        html = Collector(page(brief_of(lines)))
        clean = Collector(page(brief_of(LINES[:3])))
        assert attack in html.seen
        assert sorted(t for t, _ in html.tags if t in ("script", "img", "svg")) == ["script"]
        assert not [a for _, a in html.tags if any(name.startswith("on") for name in a)]
        assert [t for t, _ in html.tags if t == "style"] == [t for t, _ in clean.tags if t == "style"]


def test_hidden_characters_are_named_and_not_obeyed() -> None:
    lines: tuple[tuple[SentenceKind, str, str], ...] = (
        *LINES[:2],
        ("body", "قال \u202eمخفي.", "He said \u202ehidden."),
    )
    html = page(brief_of(lines))
    assert "\u202e" not in html
    assert "RIGHT-TO-LEFT OVERRIDE" in html


def test_a_page_asks_nothing_of_any_server_and_allows_only_its_own_script() -> None:
    html = Collector(page(brief_of()))
    policy = next(a["content"] for _, a in html.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "'sha256-" in policy
    assert not html.having("src")
    assert all(str(a["href"]).startswith("#") for a in html.having("href"))


def test_a_brief_in_which_nothing_could_be_checked_does_not_say_that_the_checks_found_nothing() -> None:
    brief = brief_of(claims=False)
    empty = replace(brief, translations=(None,) * len(brief.translations))
    assert "nothing was checked" in status(empty)
    assert "no doubts" not in status(empty)


def test_without_its_style_sheet_the_brief_says_why_and_keeps_the_widths_of_its_columns() -> None:
    html = fragment(brief_of())
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert re.search(r"\.bb-unstyled[^}]*\{ display: none !important", style)
    assert "Trust Notebook" in Collector(html).seen
    heads = [str(attrs["style"]) for tag, attrs in Collector(html).tags if tag == "th"]
    widths = [int(width) for head in heads for width in re.findall(r"width: (\d+)%", head)]
    assert len(widths) == len(heads)
    assert min(widths) < 10


def test_the_numbers_of_sentences_stand_apart_without_a_style_sheet() -> None:
    brief = brief_of()
    facts = (brief.facts[0], replace(brief.facts[0], sentence=1))
    seen = Collector(fragment(replace(brief, facts=facts))).seen
    assert "3 2" in seen
    assert f"3 {brief.article.sentences[2].text}" in " ".join(seen.split())


def test_the_claims_on_each_article_of_a_page_stand_under_its_title() -> None:
    brief = Briefer(summarizer="extract", progress=False)(next((ROOT / "notebooks" / "articles").glob("001*.txt")))
    second = next(i for i, c in enumerate(brief.claims) if brief.article.sentences[c.evidence[0].sentence].part == 1)
    headings = {c.index: c.heading for c in view(brief).claims if c.heading}
    assert headings == {
        0: "Article 1 of this page",
        second: "Trump and Putin discuss the Ukraine crisis; Moscow insists on eliminating the root causes",
    }
    shown = page(brief).partition("</style>")[2]
    assert shown.count('<li class="bb-part">') == 2
    assert shown.index(headings[second]) < shown.index(f'data-claim="{second}"')
