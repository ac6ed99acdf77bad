"""The shipped folders are found from a checkout and from an installed wheel, and the wheel holds them."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from trainer.shipped import ShippedFolderMissing, scenarios_folder, templates_folder

ROOT = Path(__file__).resolve().parent.parent


def build(what: str, source: Path, target: Path) -> Path:
    """Build a wheel or an sdist of the project in *source* through its build backend; no network."""
    code = f"import sys; from hatchling import build; print(build.build_{what}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return target / done.stdout.split()[-1]


def files_of_checkout(folder: str) -> set[str]:
    """The names a built package must hold for *folder*; hidden files and caches are not shipped."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.relative_to(ROOT).parts)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like site-packages that holds the built wheel."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_a_checkout_uses_the_folders_beside_the_package():
    assert scenarios_folder() == ROOT / "scenarios"
    assert templates_folder() == ROOT / "reports"


def test_a_package_without_its_folders_says_which_and_where_it_looked(tmp_path):
    package = tmp_path / "trainer"
    package.mkdir()
    with pytest.raises(ShippedFolderMissing) as caught:
        templates_folder(package)
    assert caught.value.name == "reports"
    assert caught.value.looked_in == (tmp_path / "reports", package / "_shipped" / "reports")
    assert "'reports'" in str(caught.value)
    assert "Install the program again" in str(caught.value)


def test_a_foreign_folder_beside_an_installed_package_is_not_taken(tmp_path):
    ours = tmp_path / "trainer" / "_shipped" / "scenarios"
    ours.mkdir(parents=True)
    (tmp_path / "scenarios").mkdir()
    assert scenarios_folder(tmp_path / "trainer") == ours


@pytest.mark.parametrize("folder", ["scenarios", "reports"])
def test_the_wheel_holds_every_shipped_file(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    # The pictures are for whoever reads the README in the source tree.
    expected = {name for name in files_of_checkout(folder) if not name.startswith("reports/pictures/")}
    assert expected
    assert {f"trainer/_shipped/{name}" for name in expected} <= names


def test_the_wheel_holds_the_package_and_its_command_and_no_tests(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        commands = archive.read(entry_points).decode()
    assert "trainer/__main__.py" in names
    assert "trainer = trainer.cli:main" in commands
    assert {name.split("/")[0].split("-")[0] for name in names} == {"trainer", "incident_trainer"}


def test_an_installed_wheel_finds_what_it_ships(installed, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from trainer.shipped import scenarios_folder, templates_folder\n"
        "print(scenarios_folder()); print(templates_folder())"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(installed)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    shipped = installed.resolve() / "trainer" / "_shipped"
    assert done.stdout.splitlines() == [str(shipped / "scenarios"), str(shipped / "reports")]


def test_a_wheel_built_from_the_sdist_holds_the_same_files(wheel, tmp_path):
    sdist = build("sdist", ROOT, tmp_path)
    with tarfile.open(sdist) as archive:
        # Early releases of Python 3.11 know no filters, 3.14 asks for one.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        archive.extractall(tmp_path)
    source = next(path for path in tmp_path.iterdir() if path.is_dir())
    second = build("wheel", source, tmp_path)
    with zipfile.ZipFile(wheel) as from_checkout, zipfile.ZipFile(second) as from_sdist:
        assert sorted(from_sdist.namelist()) == sorted(from_checkout.namelist())
