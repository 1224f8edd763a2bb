"""Every list of words is a data file; no Python file holds a second copy of one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolkit
from toolkit.article.lexicon import (
    ARABIC_MONTHS,
    ARABIC_WEEKDAYS,
    ENGLISH_MONTHS,
    ENGLISH_WEEKDAYS,
    arabic_words,
    rows,
    words,
)
from toolkit.article.normalize import arabic_form

PACKAGE = Path(toolkit.__file__).parent
LISTS = {
    "months": {*ENGLISH_MONTHS, *(name for names in ARABIC_MONTHS for name in names)},
    "weekdays": {*ENGLISH_WEEKDAYS, *ARABIC_WEEKDAYS},
    "prefixes": {row[0] for row in rows("prefixes") if len(row[0]) > 1},
    "verbs of speech": words("speech", column=2) | arabic_words("speech", column=3) | arabic_words("speech", column=4),
    "titles": words("titles") | arabic_words("titles", column=2),
    "stop words": words("function_words") | arabic_words("arabic_function_words"),
    "negations": arabic_words("negations"),
}
# So many words of one list, and such a share of the words that stand there, are a copy and no chance.
COPIED, SHARE = 8, 0.75
COPIED_STOP_WORDS = 16  # a pattern may well name a dozen pronouns or prepositions


def _word_groups(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of every text that is no docstring, and of every collection of texts."""
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, re.findall(r"[^\W\d_]+", node.value)
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            items = node.keys if isinstance(node, ast.Dict) else node.elts
            texts = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            yield node.lineno, [word for text in texts for word in re.findall(r"[^\W\d_]+", text)]


def _copies(code: str) -> list[str]:
    found = []
    for line, group in _word_groups(ast.parse(code)):
        forms = {arabic_form(word.lower()) for word in group}
        for name, known in LISTS.items():
            least = COPIED_STOP_WORDS if name == "stop words" else COPIED
            if len(forms & known) >= least and len(forms & known) >= SHARE * len(forms):
                found.append(f"line {line}: {name}")
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_python_file_holds_a_second_copy_of_a_list(path: Path) -> None:
    assert _copies(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        'MONTHS = "January February March April May June July August September"',
        'MONTHS = {"يناير": 1, "فبراير": 2, "مارس": 3, "أبريل": 4, "مايو": 5, "يونيو": 6, "يوليو": 7, "أغسطس": 8}',
        'PREFIXES = ("وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")',
        'SAID = re.compile(r"(?:قال|أضاف|تابع|صرح|ذكر|أوضح|كتب|أكد)ت?")',
        'SAYS = frozenset("says said announced claimed confirmed stated warned insisted".split())',
        'TITLES = ["president", "minister", "king", "queen", "emir", "pope", "mayor", "judge"]',
        'STOP = "the a an of to in on at for and or but with by from as is are was were be".split()',
    ],
)
def test_a_planted_copy_is_found(planted: str) -> None:
    assert _copies(planted)


def test_a_class_that_a_table_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"titles\.tsv"):
        words("titles", "post", "postt")
