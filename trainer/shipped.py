"""Where the scenarios and report templates that ship with the program are found.

In a checkout, and so in an editable install, they are the folders ``scenarios/`` and ``reports/``
beside the package; in an installed wheel they travel inside it, in ``trainer/_shipped/``.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class ShippedFolderMissing(Exception):
    """A folder that ships with the program is neither beside the package nor inside it.

    ``name`` is the folder asked for, ``looked_in`` the paths that were tried.
    """

    def __init__(self, name: str, looked_in: tuple[Path, ...]) -> None:
        self.name = name
        self.looked_in = looked_in
        places = " and ".join(str(path) for path in looked_in)
        super().__init__(
            f"The folder '{name}' that ships with the program is missing (looked in {places}). "
            "Install the program again."
        )


def scenarios_folder(package: Path = PACKAGE) -> Path:
    """The folder of shipped scenarios, plans and schemas, for the program whose code is in *package*.

    Raises ShippedFolderMissing where the installation is incomplete.
    """
    return _shipped("scenarios", package)


def templates_folder(package: Path = PACKAGE) -> Path:
    """The folder of shipped report templates and stylesheets, for the program whose code is in *package*.

    Raises ShippedFolderMissing where the installation is incomplete.
    """
    return _shipped("reports", package)


def _shipped(name: str, package: Path) -> Path:
    checkout = package.parent
    beside, inside = checkout / name, package / "_shipped" / name
    # Without the project file the parent is a site-packages folder, where a folder of that name is
    # somebody else's.
    if (checkout / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    if inside.is_dir():
        return inside
    raise ShippedFolderMissing(name, (beside, inside))
