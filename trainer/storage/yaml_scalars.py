"""What an unquoted word means: the scalar rules of the YAML 1.2 core schema.

Only `true`, `false`, `null`, `~` and numbers are more than text. `no`, `on`, `10:30` and `2025-03-31` stay
what the author typed.
"""

import re
from typing import Final, Self, TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "dict[str, Value] | list[Value] | Scalar"

_WORDS: Final[dict[str, Scalar]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_LONGEST_WORD: Final = max(map(len, _WORDS))
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE: Final = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER: Final = 400
_INTEGER_BOUND: Final = 2**63


class NumberTooLarge(ValueError):
    """A number that no part of the program could keep: beyond 64 bits, or beyond a float."""


class TypedInt(int):
    """An integer that `str()` shows as the author typed it: `012`, `0x1F`, `+5`.

    Where the format wants text, an identifier such as `012` must not become `12`.
    """

    typed: str

    def __new__(cls, value: int, typed: str = "") -> Self:
        number = super().__new__(cls, value)
        number.typed = typed or int.__repr__(number)
        return number

    def __str__(self) -> str:
        return self.typed


class TypedFloat(float):
    """A float that `str()` shows as the author typed it: version `1.10` must not become `1.1`."""

    typed: str

    def __new__(cls, value: float, typed: str = "") -> Self:
        number = super().__new__(cls, value)
        number.typed = typed or float.__repr__(number)
        return number

    def __str__(self) -> str:
        return self.typed


def plain_scalar(text: str) -> Scalar:
    """The value of an unquoted scalar. Raises NumberTooLarge for a number that cannot be kept."""
    if text[:1] in _NUMBER_STARTS and text:
        return _number(text)
    return _WORDS.get(text, text) if len(text) <= _LONGEST_WORD else text


def tagged_scalar(tag: str, text: str) -> Scalar:
    """The value of a scalar with a standard tag (`bool`, `int`, `float`, `null`).

    Raises ValueError when the text is no such value, and NumberTooLarge as `plain_scalar` does.
    """
    value = plain_scalar(text)
    if tag == "float" and type(value) in (int, TypedInt):
        value = float(text)
    fits = {"bool": bool, "int": int, "float": float, "null": type(None)}[tag]
    if not isinstance(value, fits) or (tag == "int" and isinstance(value, bool)):
        raise ValueError(f"{text!r} is not of type {tag}")
    return value


def _number(text: str) -> Scalar:
    if _INTEGER.fullmatch(text):
        return _integer(text, 10)
    if _OTHER_BASE.fullmatch(text):
        return _integer(text, 8 if text[1] == "o" else 16)
    if _FLOAT.fullmatch(text):
        return _float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", "").lower())
    return text


def _integer(text: str, base: int) -> int:
    # Python refuses to read thousands of digits, and needs quadratic time where it does not.
    if len(text) > _LONGEST_NUMBER:
        raise NumberTooLarge
    number = int(text, base)
    if not -_INTEGER_BOUND <= number < _INTEGER_BOUND:
        raise NumberTooLarge
    return number if str(number) == text else TypedInt(number, text)


def _float(text: str) -> float:
    if len(text) > _LONGEST_NUMBER:
        raise NumberTooLarge
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NumberTooLarge
    return number if repr(number) == text else TypedFloat(number, text)
