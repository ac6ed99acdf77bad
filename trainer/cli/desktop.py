"""`trainer` without a command: the desktop program.

Nothing is imported here that the first picture of the window does not need.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trainer import qt_ready
from trainer.cli.console import Failure

if TYPE_CHECKING:
    import argparse

    from trainer.workspace import Workspace


def run(arguments: argparse.Namespace) -> int:
    """Open the desktop program."""
    problem = qt_ready.problem(os.environ)
    if problem is not None:
        raise Failure(problem)
    from trainer.ui.app import run as run_desktop

    def workspace() -> Workspace:
        # It takes longer to load than a window to paint, so the window asks for it once it stands on the screen.
        from trainer.cli.local import LocalWorkspace

        return LocalWorkspace(arguments.library)

    return run_desktop(workspace, ["trainer"])
