"""The ground on which the files that people write are declared."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)


class Written(BaseModel):
    """A part of a plan or a scenario: frozen, and closed to keys that the format does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", coerce_numbers_to_str=True, hide_input_in_errors=True
    )


def _identifier(value: str) -> str:
    if _IDENTIFIER.fullmatch(value):
        return value
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", value[:80]).strip("-.")
    fix = f"did you mean {slug}?" if slug else "use letters, digits, dots, dashes and underscores"
    raise PydanticCustomError(
        "bad-identifier", "{text}", {"text": f"{value[:40]!r} is not an identifier", "fix": fix}
    )


Identifier = Annotated[
    str,
    AfterValidator(_identifier),
    WithJsonSchema({"type": ["string", "number"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"}),
]
"""A short name that other parts of the file refer to: letters, digits, dot, dash and underscore; at most 80."""

Text = Annotated[str, StringConstraints(max_length=20_000)]
"""Words for people; never interpreted, never executed."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
"""One line of words that may not be empty."""
