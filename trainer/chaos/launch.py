"""The handle on an experiment's process. Its thread only reads; what was read waits until somebody asks for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Final

from trainer.chaos.errors import ChaosError, missing
from trainer.chaos.lines import Message, Order, messages

_MODULE: Final = "trainer.chaos.child"
_PACKAGES: Final = Path(__file__).resolve().parents[2]
"""The folder that this program's package lies in: its child runs the same one."""
_LOCAL: Final = "localhost,127.0.0.1,127.0.0.0/8,::1"


class Running:
    """A child at work on one order. Messages are those of `child`, and `ended` with its exit code as the last."""

    def __init__(self, order: Order) -> None:
        """Start it. Raises ChaosError where that cannot be done."""
        if why := missing():
            raise ChaosError(why)
        self._came: SimpleQueue[Message] = SimpleQueue()
        self._ended = threading.Event()
        folder = Path(order.folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._said = folder / f"{order.key}.log"
            with self._said.open("wb") as log:
                self._process = _started(folder, log)
        except OSError as error:
            raise ChaosError(
                f"the experiment's process cannot be started: {error.strerror or error}"
            ) from error
        self._send(order.line())
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        """The child's process identifier."""
        return self._process.pid

    def run(self, activity: str, inject: str | None) -> None:
        """Have an activity carried out."""
        self._tell({"do": "run", "activity": activity, "inject": inject})

    def stop(self, reason: str, well: bool = False) -> None:
        """Interrupt what runs, and roll back. `well` says that the exercise came to its end."""
        self._tell({"do": "stop", "reason": reason, "well": well})

    def came(self) -> list[Message]:
        """What the child said since the last call."""
        found: list[Message] = []
        with suppress(Empty):
            while True:
                found.append(self._came.get_nowait())
        return found

    def wait(self, seconds: float) -> bool:
        """Wait until the child has ended, so long at most; whether it has."""
        return self._ended.wait(seconds)

    def let_go(self) -> None:
        """Leave the child alone: it rolls back, keeps what came of it, and ends."""
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()

    def _tell(self, message: dict[str, Any]) -> None:
        self._send(json.dumps(message).encode() + b"\n")

    def _send(self, line: bytes) -> None:
        # A child that has ended says so itself; what it does not hear any more changes nothing.
        with suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            with stream:
                for message in messages(stream):
                    self._came.put(message)
        code = self._process.wait()
        self.let_go()
        self._came.put({"said": "ended", "code": code, "text": self._last_words()})
        self._ended.set()

    def _last_words(self) -> str:
        """The last line that the child wrote to standard error; its file is not needed any more."""
        text = ""
        with suppress(OSError):
            text = self._said.read_text(encoding="utf-8", errors="replace")[-2_000:]
            self._said.unlink()
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def _started(folder: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start the child out of reach of the terminal's signals, away from folders that modules could be taken from."""
    options: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        options = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", _MODULE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        cwd=folder,
        env=_surroundings(),
        **options,
    )


def _surroundings() -> dict[str, str]:
    around = dict(os.environ)
    around["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_PACKAGES), around.get("PYTHONPATH"))))
    # What is on this machine is never asked through somebody's proxy.
    for name in ("no_proxy", "NO_PROXY"):
        around[name] = ",".join(filter(None, (around.get(name), _LOCAL)))
    return around
