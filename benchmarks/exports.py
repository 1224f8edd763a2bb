"""How long each export of a brief of 40 sentences takes. Run: python -m benchmarks.exports [rounds]."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.article import read_text
from toolkit.brief import Brief, Component, Provenance
from toolkit.evidence import find_facts
from toolkit.memo.memo import Memo
from toolkit.output.formats import FORMATS, MEMO_FORMATS
from toolkit.translate import Translation

SENTENCES = 40


def brief_of(name: str) -> Brief:
    """A brief of 40 sentences of about 25 words, translated by hand-made English of the same length."""
    arabic = [
        f"قال المتحدث باسم الوزارة في تصريح صحفي يوم الثلاثاء إن المرحلة رقم {n} من المشروع في بلدة {name} ستكلف "
        f"نحو {n + 3} ملايين دولار وتستمر أكثر من {n + 2} أشهر بعد موافقة البلدية عليها."
        for n in range(1, SENTENCES + 1)
    ]
    english = [
        f"The ministry's spokesman said in a statement on Tuesday that phase number {n} of the project in the town "
        f"of {name} will cost about {n + 3} million dollars and last more than {n + 2} months after the council agrees."
        for n in range(1, SENTENCES + 1)
    ]
    article = read_text("\n\n".join(arabic))
    assert len(article.sentences) == SENTENCES
    translations = tuple(Translation(text, "model", "benchmark@1", 0.9) for text in english)
    made = Provenance(
        "0", "2026-01-01T00:00:00Z", article.sha256, "translate-then-summarize", (Component("translator", "benchmark"),)
    )
    return Brief(article, translations, (), tuple(find_facts(article)), (), (), made)


def main() -> None:
    """Print the median and the slowest of some rounds for each format; the first round loads libraries."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    brief, other = brief_of("المينا"), brief_of("الزهراء")
    started = time.perf_counter()
    memo = Memo([brief, other])
    print(f"memo of two such briefs made in {time.perf_counter() - started:.2f} s")
    with TemporaryDirectory() as folder:
        for kind, saved, formats in (("brief", brief, FORMATS), ("memo", memo, MEMO_FORMATS)):
            for suffix in formats:
                times = []
                for _ in range(rounds):
                    started = time.perf_counter()
                    saved.save(Path(folder) / f"{kind}.{suffix}")
                    times.append(time.perf_counter() - started)
                print(f"{kind:<6}{suffix:<5} median {statistics.median(times):6.3f} s   slowest {max(times):6.3f} s")


if __name__ == "__main__":
    main()
