"""`python -m trainer.practice SERVICE --folder DIR`: one process of the practice shop."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from trainer.practice.errors import PracticeError
from trainer.practice.place import REPORT, SERVICES, SUPERVISOR, Place


def main() -> int:
    """Run one process until it is asked to end; 1 with one line where it cannot."""
    parser = argparse.ArgumentParser(prog="trainer.practice", description="One process of the practice shop.")
    parser.add_argument("service", choices=(*SERVICES, SUPERVISOR, REPORT))
    parser.add_argument("--folder", required=True, help="the shop's folder")
    arguments = parser.parse_args()
    try:
        import_module(f"trainer.practice.{arguments.service}").main(Place.of(arguments.folder))
    except PracticeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
