"""Chance that is the same for the same seed: every draw is a function of what it is drawn for."""

from __future__ import annotations

from array import array
from functools import lru_cache
from math import cos, log, pi, sqrt
from typing import Final
from zlib import crc32

_MASK: Final = (1 << 64) - 1
RING: Final = 8_191
"""Length of a ring of noise less one: a mask for its index."""


def mixed(*keys: int | str) -> int:
    """64 bits that look random, from whatever a draw is for (splitmix64, Steele, Lea and Flood 2014)."""
    state = 0x9E3779B97F4A7C15
    for key in keys:
        part = crc32(key.encode()) if isinstance(key, str) else key
        state = (state ^ (part & _MASK)) * 0xBF58476D1CE4E5B9 & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB + 0x9E3779B97F4A7C15) & _MASK
        state ^= state >> 31
    return state


def unit(*keys: int | str) -> float:
    """A number from 0 up to, but not including, 1."""
    return (mixed(*keys) >> 11) / (1 << 53)


@lru_cache(maxsize=8)
def noise_ring(seed: int) -> array[float]:
    """Standard normal numbers, half of each kept from its neighbour so that lines wander rather than jump."""
    white = array("d", (_normal(seed, index) for index in range(RING + 1)))
    ring, last = array("d"), white[-1]
    for value in white:
        last = 0.5 * last + sqrt(0.75) * value
        ring.append(max(-3.0, min(3.0, last)))
    return ring


def _normal(seed: int, index: int) -> float:
    """Box and Muller's transform of two draws out of one."""
    bits = mixed(seed, index)
    first, second = ((bits >> 32) + 1) / 4_294_967_297, (bits & 0xFFFFFFFF) / 4_294_967_296
    return sqrt(-2 * log(first)) * cos(2 * pi * second)
