"""The memo: several briefs on one page, what their articles agree on and where they differ, event by event."""

from toolkit.memo.memo import Memo

__all__ = ["Memo"]
