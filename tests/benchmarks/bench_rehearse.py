"""A whole rehearsal as a process, against a process that only imports what it needs. Target: at most 3x.

Run by hand: python tests/benchmarks/bench_rehearse.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
TARGET = 3.0
IMPORTS = "import argparse, pydantic, jinja2, jinja2.sandbox, sqlalchemy, sqlite3, yaml"


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Seconds that a process takes, from its start to its end."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - began


def compiled(folder: str) -> dict[str, str]:
    """An environment in which both run from compiled modules, as an installed program does."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder, "XDG_CACHE_HOME": folder}


def main() -> int:
    """Print both medians and the ratio, pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        rehearsal = [
            sys.executable,
            "-m",
            "trainer",
            "--library",
            str(Path(folder) / "library.db"),
            "rehearse",
        ]
        rehearsal += ["payment-gateway-outage", "--team", "typical", "--out", str(Path(folder) / "out")]
        bare = [sys.executable, "-c", IMPORTS]
        environment = compiled(str(Path(folder) / "compiled"))
        timed(rehearsal, environment), timed(bare, environment)
        pairs = []
        for number in range(RUNS):
            seeded = [*rehearsal, "--seed", str(number)]
            pairs.append((timed(seeded, environment), timed(bare, environment)))
    ratio = statistics.median(whole / imports for whole, imports in pairs)
    print(f"rehearsal      {statistics.median(pair[0] for pair in pairs) * 1000:7.0f} ms")
    print(f"bare imports   {statistics.median(pair[1] for pair in pairs) * 1000:7.0f} ms")
    print(f"ratio          {ratio:7.2f}    (target: at most {TARGET})")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
