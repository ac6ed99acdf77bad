"""A shop that really runs, for the tests of a module; each of them finds it well."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.practice.shops import until_well
from trainer.practice import faults, processes, shop
from trainer.practice.place import Place


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nothing here can run where processes cannot be stopped by signals."""
    if sys.platform == "win32":
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="the practice shop needs signals"))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("practice") / "shop"
    place = shop.start(str(folder))
    yield place
    shop.stop(place)
    assert not list(processes.of_folder(place))


@pytest.fixture
def healthy(running: Place) -> Iterator[Place]:
    """A shop without faults; whatever a test leaves broken is undone."""
    until_well(running)
    yield running
    faults.undo_all(str(running.folder))
