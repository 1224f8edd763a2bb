"""Rates with their uncertainty. In: hits and tries. Out: a Rate with the Wilson interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

__all__ = ["Rate"]

_Z = 1.959964  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `total`, with the 95 % Wilson score interval (Wilson 1927, JASA 22:209).

    Examples
    --------
    >>> str(Rate(8, 10))
    '80.0 % (49.0–94.3, 8/10)'
    """

    hits: int
    total: int

    @property
    def value(self) -> float:
        """Hits per try in 0..1; nan without a try."""
        return self.hits / self.total if self.total else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound in 0..1; (0, 1) without a try."""
        n = self.total
        if not n:
            return 0.0, 1.0
        centre = (self.value + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        reach = _Z / (1 + _Z**2 / n) * sqrt(self.value * (1 - self.value) / n + _Z**2 / (4 * n**2))
        return max(0.0, centre - reach), min(1.0, centre + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.value:.1f} % ({100 * low:.1f}–{100 * high:.1f}, {self.hits}/{self.total})"
