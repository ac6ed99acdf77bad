"""The practice shop, really running, for the tests of a module that break it through the whole program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.play.shop_outside import Outside
from trainer.practice import shop
from trainer.practice.place import FOLDER_VARIABLE


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    """A shop of this module alone, whose folder is the one that experiments work on; in the end nothing of it runs."""
    folder = tmp_path_factory.mktemp("drill") / "shop"
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv(FOLDER_VARIABLE, str(folder))
        surroundings.setenv("XDG_DATA_HOME", str(folder.parent / "data"))
        place = shop.start(str(folder))
        seen = Outside(place.folder)
        try:
            yield seen
        finally:
            shop.stop(place)
        assert seen.processes() == {}
