"""The tree keeps its shape: the top level, the size of modules and functions, what the core may import."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "trainer"
TOP_LEVEL = {"trainer", "scenarios", "reports", "tests", "pyproject.toml", "README.md"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50

# Modules that a contract in pyproject.toml already names and that are still to be written.
TO_BE_WRITTEN = frozenset(
    {
        "trainer.report",
        "trainer.core.msel",
        "trainer.core.outcomes",
        "trainer.core.gaps",
        "trainer.core.ratings",
        "trainer.ui.home",
        "trainer.ui.facilitator",
        "trainer.ui.trainee",
        "trainer.ui.room",
        "trainer.ui.review",
    }
)


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, line: int | None = None) -> str:
    """Where something is, as editors and terminals make it a link."""
    relative = path.relative_to(ROOT).as_posix()
    return relative if line is None else f"{relative}:{line}"


def long_functions(tree: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Name, first line and length in lines of the functions longer than allowed, signature and docstring included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.name, node.lineno, length


def imported_roots(tree: ast.Module) -> set[str]:
    """The top-level names of all modules imported anywhere in a module, absolute imports only."""
    roots: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            roots.add(node.module.split(".")[0])
    return roots


def contract_modules() -> set[str]:
    """The modules of this program that the import contracts name, without those declared optional."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    names: set[str] = set()
    for contract in options["contracts"]:
        for key in ("modules", "source_modules", "forbidden_modules"):
            names |= {name.replace("*.", "trainer.", 1) for name in contract.get(key, ())}
        for imported in contract.get("ignore_imports", ()):
            names.add(imported.split(" -> ")[0].removesuffix(".**"))
    return {name for name in names if name.split(".")[0] == "trainer"}


def exists(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return (path / "__init__.py").is_file() or path.with_suffix(".py").is_file()


def test_the_top_level_holds_only_its_fixed_names():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode or not listed.stdout:
        pytest.skip("git tracks nothing here")
    found = {line.strip('"').split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


def test_no_module_is_too_long():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    found = [f"{place(path)}: {lines} lines" for path, lines in lengths.items() if lines > LONGEST_MODULE]
    assert not found, "\n".join(found)


def test_no_function_is_too_long():
    found = [
        f"{place(path, line)} {name}: {length} lines"
        for path in sources()
        for name, line, length in long_functions(parsed(path))
    ]
    assert not found, "\n".join(found)


def test_the_core_imports_the_standard_library_and_pydantic_alone():
    # pydantic_core is the half of pydantic that holds its error classes.
    allowed = {*sys.stdlib_module_names, "pydantic", "pydantic_core", "trainer"}
    found = [
        f"{place(path)} imports {', '.join(sorted(foreign))}"
        for path in sorted((PACKAGE / "core").rglob("*.py"))
        if (foreign := imported_roots(parsed(path)) - allowed)
    ]
    assert not found, "\n".join(found)


def test_nothing_spins_the_event_loop_by_hand():
    # ruff bans the function by its class; this also sees it called on an instance.
    found = [
        place(path, node.lineno)
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "processEvents"
    ]
    assert not found, "\n".join(found)


def test_every_module_that_a_contract_names_exists():
    unknown = sorted(name for name in contract_modules() if not exists(name) and name not in TO_BE_WRITTEN)
    assert not unknown, f"Renamed or removed? Put it right in the contracts of pyproject.toml: {unknown}"
