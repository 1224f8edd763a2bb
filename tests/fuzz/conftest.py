"""How hard the fuzz tests try: `TOOLKIT_FUZZ=50` makes fifty times as many examples, from another seed each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_TIMES = int(os.environ.get("TOOLKIT_FUZZ", "1"))


def tries(examples: int) -> settings:
    """Return settings for a test: the same examples in every run, unless many are asked for."""
    return settings(
        max_examples=examples * _TIMES,
        derandomize=_TIMES == 1,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
