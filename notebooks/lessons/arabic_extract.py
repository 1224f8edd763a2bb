"""A summarizer that reads and writes Arabic without a model's freedom: it picks sentences. For showing the route on
which the summary comes first and the translation second, on machines without an Arabic summarization model.

In: Arabic texts. Out: an engine that `toolkit.summarize.Summarizer` takes for the route `summarize-then-translate`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolkit.article import read_text
from toolkit.models.encoder import encoder_id
from toolkit.models.types import EngineKind, Generation
from toolkit.summarize.salience import select

__all__ = ["ArabicExtract"]


class ArabicExtract:
    """Answers an Arabic text with its most salient sentences, as they are and in their order.

    Parameters
    ----------
    sentences
        How many.

    Examples
    --------
    >>> from toolkit.summarize import Summarizer
    >>> Summarizer(ArabicExtract(), route="summarize-then-translate", translator=translator)  # doctest: +SKIP
    """

    name = "arabic-salience"
    kind: EngineKind = "ctranslate2"
    max_input_tokens: int | None = None

    def __init__(self, sentences: int = 5) -> None:
        self._sentences = sentences
        self.revision: str | None = encoder_id().replace("@", "-")

    def generate(
        self,
        texts: Sequence[str],
        *,
        beam_size: int | None = None,
        max_new_tokens: int | None = None,
        min_new_tokens: int | None = None,
        alignment: bool = False,
        progress: Callable[[int], None] | None = None,
        each: Callable[[int, Generation], None] | None = None,
    ) -> list[Generation]:
        """Pick the sentences of each text; the settings of a decoder mean nothing here."""
        found = []
        for index, text in enumerate(texts):
            article = read_text(text)
            chosen = select(article, self._sentences)
            generation = Generation(" ".join(article.sentences[i].text for i in chosen))
            found.append(generation)
            if each is not None:
                each(index, generation)
            if progress is not None:
                progress(1)
        return found

    def count_tokens(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())
