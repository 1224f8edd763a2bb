"""Labelled facts: sentences written for this project and the five articles, and how well they are found.

For the articles every name is labelled and no figure; for the sentences everything.
"""

import json
import re
from pathlib import Path

from toolkit.article import read, read_text
from toolkit.evidence import find_facts

DATA = Path(__file__).parent / "data" / "facts.jsonl"
ARTICLES = Path(__file__).parents[2] / "notebooks" / "articles"
FIGURES = {"number", "money", "percentage", "date", "time"}
NAMES = {"person", "place", "organization"}
ROWS = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def labelled(row):
    """Return the article of a row of labels and what should be found: kind, text, English (maybe empty)."""
    if "text" in row:
        return read_text(row["text"]), [(*fact, "")[:3] for fact in row["facts"]]
    article = read(ARTICLES / f"{row['article']}.txt")
    names = []
    for sentence in article.sentences:
        taken = []
        for kind, name in sorted(row["names"], key=lambda pair: -len(pair[1])):
            if sentence.kind == "boilerplate":
                continue
            for match in re.finditer(rf"(?<![ء-ي])(?:و|ل|ب)?({name})(?![ء-ي])", sentence.text):
                if not any(a < match.end(1) and match.start(1) < b for a, b in taken):
                    taken.append(match.span(1))
                    names.append((kind, name, ""))
    return article, [(*fact, "")[:3] for fact in row["facts"]] + names


def score(kinds):
    """Return precision, recall and the share of right English over all labels."""
    found = expected = right = said = well_said = 0
    for row in ROWS:
        article, gold = labelled(row)
        gold = [fact for fact in gold if fact[0] in kinds]
        expected += len(gold)
        for fact in find_facts(article):
            if fact.kind not in kinds:
                continue
            found += 1
            match = next((g for g in gold if g[1] == fact.text or g[1] in fact.text or fact.text in g[1]), None)
            if match:
                gold.remove(match)
                right += 1
                said += bool(match[2])
                well_said += match[2] == fact.english
    return right / found, right / expected, well_said / max(1, said), expected
