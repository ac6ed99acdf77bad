"""What the practice shop refuses."""

from __future__ import annotations


class PracticeError(Exception):
    """One line: what is wrong with the practice shop, where, and what to do."""
