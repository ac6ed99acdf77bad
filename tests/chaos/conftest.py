"""A shop that runs, for tests that break it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.world import GAMES, Shop, until
from trainer.chaos.undo import left


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path / "shop")
    try:
        yield made
    finally:
        while GAMES:
            GAMES.pop().real.close()
        try:
            until(lambda: not at_work(tmp_path), "no experiment is at work any more")
        finally:
            made.close()


def at_work(folder: Path) -> bool:
    """Whether a process still works on a run whose files lie somewhere below."""
    folders = {path.parent for path in folder.rglob("*.lock")}
    return any(each.state == "running" for where in folders for each in left(where))
