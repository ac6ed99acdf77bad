"""What the program and the experiment's process say to each other: one JSON object a line, on the child's own pipes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from queue import Queue
from threading import Thread
from typing import IO, Any

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is to do; its first line. Times are in microseconds.

    `starred` are functions that a whole module's entry allows: only what that module itself defines is meant by it.
    With `recover`, nothing but the rollbacks of a record that was left over is run.
    """

    key: str
    folder: str
    exercise: str
    experiment: str
    target: str
    digest: str
    probe_every: int
    time_limit: int
    document: Mapping[str, Any] = field(repr=False)
    starred: tuple[str, ...] = ()
    dry: bool = False
    recover: bool = False

    def line(self) -> bytes:
        """The order as it is sent."""
        return _encoded(asdict(self))

    @staticmethod
    def of(line: bytes) -> Order:
        """The order that a line holds. Raises ValueError or TypeError."""
        value = json.loads(line)
        return Order(**{**value, "starred": tuple(value["starred"])})


def _encoded(message: object) -> bytes:
    return json.dumps(message, ensure_ascii=True, default=str).encode() + b"\n"


class Voice:
    """The child's way to speak: the standard output that it was started with, which nothing else can reach any more.

    Whatever an activity prints goes to standard error. A thread does the writing: a program that was suspended and
    does not read must not keep the rollbacks from running.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting: Queue[bytes | None] = Queue()
        self._writer = Thread(target=self._write, daemon=True)
        self._writer.start()

    @staticmethod
    def take_over() -> Voice:
        """Keep standard output to ourselves."""
        sys.stdout.flush()
        own = os.dup(1)
        os.dup2(2, 1)
        return Voice(os.fdopen(own, "wb"))

    def say(self, said: str, **values: Any) -> None:
        """Send a message; where nobody listens any more, nobody needs it."""
        self._waiting.put(_encoded({"said": said, **values}))

    def end(self, patience: float) -> None:
        """Let what was said be heard, for so many seconds at most."""
        self._waiting.put(None)
        self._writer.join(patience)

    def _write(self) -> None:
        with suppress(OSError):
            while (line := self._waiting.get()) is not None:
                self._stream.write(line)
                self._stream.flush()


def ears() -> IO[bytes]:
    """Keep standard input to ourselves: a command that an activity starts must not swallow an order."""
    own = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return os.fdopen(own, "rb")


def messages(stream: IO[bytes]) -> Iterator[Message]:
    """What comes in, until the other side closes or dies; lines that are none are left aside."""
    for line in stream:
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, dict):
            yield message
