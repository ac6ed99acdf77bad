"""The one check: format, lint, types, import contracts and tests, one after another.

    python tests/check.py [arguments for pytest ...]

Every check runs even when one before it failed; the exit status is 0 only when all passed. Without arguments, the tests
of windows run beside all others: one after the other they would take twice as long.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = "tests"
OF_WINDOWS = "tests/ui"
# import-linter has no module to run with -m.
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"


def checks(pytest_arguments: list[str]) -> dict[str, list[str]]:
    """The heading and the arguments to the Python interpreter of each check; the tests come last."""
    return {
        "Format (ruff format)": ["-m", "ruff", "format", "--check", "."],
        "Lint (ruff check)": ["-m", "ruff", "check", "."],
        "Types (mypy)": ["-m", "mypy"],
        "Import contracts (import-linter)": ["-c", LINT_IMPORTS, "--no-logo"],
        TESTS: ["-m", "pytest", *pytest_arguments],
    }


def qt_problem() -> str | None:
    """What Qt lacks on this machine to run the tests of windows, with the way to install it."""
    # This file is run as a script, which puts its own folder on the path and not the project's.
    sys.path.insert(0, str(ROOT))
    from trainer.qt_ready import explain, missing_libraries

    missing = missing_libraries("offscreen")
    return explain(missing) if missing else None


def passed(arguments: list[str]) -> bool:
    """Whether a check passes; it speaks for itself."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode == 0


def tests_passed(arguments: list[str]) -> bool:
    """Whether all tests pass: those of windows and the others side by side, told one after the other."""
    pytest = arguments[: arguments.index("pytest") + 1]
    if arguments != pytest or (os.cpu_count() or 1) < 2:
        return passed(arguments)
    with tempfile.TemporaryFile() as told:
        beside = subprocess.Popen(
            [sys.executable, *pytest, OF_WINDOWS], cwd=ROOT, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            others = passed([*pytest, f"--ignore={OF_WINDOWS}"])
            windows = beside.wait() == 0
        finally:
            beside.kill()
        print(f"\n=== {TESTS}: of windows ===", flush=True)
        told.seek(0)
        sys.stdout.buffer.write(told.read())
        sys.stdout.flush()
    if not others:
        print("failed: tests above, before those of windows", flush=True)
    return others and windows


def main(pytest_arguments: list[str]) -> int:
    """Run all checks in the project's folder; 0 when all passed, else 1."""
    failed: list[str] = []
    for name, arguments in checks(pytest_arguments).items():
        print(f"\n=== {name} ===", flush=True)
        if name == TESTS:
            # pytest's own summary closes the output, so what failed before it is told first.
            if failed:
                print(f"failed so far: {', '.join(failed)}", flush=True)
            if trouble := qt_problem():
                print(trouble, flush=True)
        if not (tests_passed(arguments) if name == TESTS else passed(arguments)):
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
