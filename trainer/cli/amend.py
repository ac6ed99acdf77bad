"""`trainer amend`: the changes of the plan that a drill speaks for, the decisions on them, the plan's next version."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trainer.cli.console import Failure, Subparsers, command, open_library, result, say
from trainer.core.commands import DecideAmendment
from trainer.core.problems import one_line
from trainer.core.time import SECOND

if TYPE_CHECKING:
    from trainer.core.amend.offers import Offer
    from trainer.core.amendments import Amendment
    from trainer.core.script import Script
    from trainer.storage.library import Library
    from trainer.storage.plan_edit_next import NextPlan

_NOT_ENDED = "changes of the plan are decided once play has ended"


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "amend",
        "list the changes of the plan that a drill speaks for, decide on them, and write the plan's next version",
        "trainer amend 20261102-4f2a1c --accept M-G05-declare-commander --to our-plan-1.1.yaml --diff",
        run,
    )
    parser.add_argument("exercise", metavar="EXERCISE", help="an identifier, or the beginning of one")
    _decisions(parser.add_argument_group("decide"))
    out = parser.add_argument_group("the next version of the plan")
    out.add_argument("--to", type=Path, metavar="FILE", help="write it, with every change accepted so far")
    out.add_argument("--diff", action="store_true", help="show what would become different in the file")
    out.add_argument(
        "--plan",
        type=Path,
        metavar="FILE",
        help="change this file (default: the plan as the exercise used it)",
    )
    out.add_argument("--force", action="store_true", help="replace FILE if it is there")
    parser.add_argument("--text", metavar="ID", help="print the changed part of the plan alone, for --edit")
    parser.add_argument("--format", default="text", choices=("text", "json"), help="how to print the list")


def _decisions(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--accept", nargs="+", action="extend", default=[], metavar="ID", help="accept changes"
    )
    group.add_argument(
        "--all", action="store_true", help="accept every change that is undecided and complete as it is"
    )
    group.add_argument(
        "--reject", nargs="+", action="extend", default=[], metavar="ID", help="reject changes"
    )
    group.add_argument("--reason", default="", help="why; a rejection needs it")
    group.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="ID=VALUE",
        help="accept a change with a value of yours: for what is to be filled in, or else for its only value",
    )
    group.add_argument(
        "--edit",
        action="append",
        default=[],
        metavar="ID=FILE",
        help="accept a change as FILE has it; see --text",
    )
    group.add_argument("--by", default="lead", metavar="ROLE", help="who decides (default: lead)")


def run(arguments: argparse.Namespace) -> int:
    """Record what is decided, then print the list, the difference, or write the plan. Raises Failure."""
    from trainer.cli.exercises import stored_script
    from trainer.core.engine import Refused
    from trainer.storage.errors import StorageError
    from trainer.storage.plan_edit import CannotAmend

    try:
        with open_library(arguments) as library:
            exercise = library.find(arguments.exercise)
            script = stored_script(library, exercise)
            offers = _offers(library, exercise, script)
            decided = tuple(_decided(arguments, script, offers))
            if decided:
                _record(library, exercise, script, decided)
                offers = _offers(library, exercise, script)
            return _answer(arguments, library, exercise, offers)
    except CannotAmend as error:
        raise Failure(str(error), code=1) from error
    except (StorageError, Refused) as error:
        raise Failure(str(error)) from error


def _offers(library: Library, exercise: str, script: Script) -> tuple[Offer, ...]:
    from trainer.core.amend.desk import offers_of

    return offers_of(script, library.journal(exercise).records())


def _record(library: Library, exercise: str, script: Script, decided: Sequence[DecideAmendment]) -> None:
    """Put decisions into the journal. Raises Failure where play has not ended; nothing is recorded then."""
    from trainer.core.state import replay
    from trainer.session import Session
    from trainer.storage.clock import SystemClock

    journal = library.journal(exercise)
    # Opening an exercise that still runs would interrupt it.
    if replay(script, journal.records()).status != "ended":
        raise Failure(f"{exercise}: {_NOT_ENDED}")
    session = Session(script, journal, SystemClock())
    for decision in decided:
        session.submit(decision)


# What is decided ------------------------------------------------------------------------------------------------------


def _decided(
    arguments: argparse.Namespace, script: Script, offers: Sequence[Offer]
) -> Iterator[DecideAmendment]:
    """The decisions that the arguments amount to, one for each change. Raises Failure, CannotAmend."""
    known = {offer.amendment.id: offer for offer in offers}
    edited = _edited(arguments, script, known)
    accepted = dict.fromkeys(name for name in arguments.accept if name not in edited)
    for name in (*accepted, *arguments.reject):
        _known(known, name)
    twice = {*edited, *accepted} & set(arguments.reject)
    if twice:
        raise Failure(f"{', '.join(sorted(twice))}: accept or reject, not both")
    if arguments.reject and not arguments.reason.strip():
        raise Failure("a rejection needs a reason; add --reason TEXT")
    if arguments.all:
        accepted |= dict.fromkeys(_complete(known, {*edited, *arguments.reject}))
    for name in accepted:
        _require_filled(known[name])
        if not known[name].taken:
            yield DecideAmendment(name, "accepted", (), arguments.reason, arguments.by)
    for name, amendment in edited.items():
        yield DecideAmendment(name, "edited", amendment.edits, arguments.reason, arguments.by)
    for name in dict.fromkeys(arguments.reject):
        yield DecideAmendment(name, "rejected", (), arguments.reason, arguments.by)


def _known(known: dict[str, Offer], name: str) -> Offer:
    if name not in known:
        raise Failure(f"there is no change {one_line(name)}; there are: {', '.join(known) or 'none'}")
    return known[name]


def _require_filled(offer: Offer) -> None:
    if offer.unfilled:
        name = offer.amendment.id
        raise Failure(
            f'{name} has to be filled in first: {offer.unfilled[0]}; add --set {name}="..."', code=1
        )


def _complete(known: dict[str, Offer], others: set[str]) -> Iterator[str]:
    """The changes that nobody decided on and that nothing has to be filled in to; the others are named."""
    for name, offer in known.items():
        if offer.status != "proposed" or name in others:
            continue
        if offer.unfilled:
            say(f'{name} is left open, it has to be filled in: {offer.unfilled[0]}; use --set {name}="..."')
        else:
            yield name


def _edited(arguments: argparse.Namespace, script: Script, known: dict[str, Offer]) -> dict[str, Amendment]:
    """The changes with the lead's own values. Raises Failure."""
    from trainer.core.amend.editing import with_edits, with_value
    from trainer.core.amend.places import CannotApply
    from trainer.storage.plan_edit import edited

    found: dict[str, Amendment] = {}

    def change(entry: str, option: str, by: Callable[[Amendment, str], Amendment]) -> None:
        name, sign, value = entry.partition("=")
        if not sign or not value.strip():
            raise Failure(
                f"--{option} {one_line(entry)}: write --{option} ID={'FILE' if option == 'edit' else 'VALUE'}"
            )
        amendment = found.get(name) or _known(known, name).amendment
        try:
            found[name] = by(amendment, value)
        except CannotApply as error:
            raise Failure(
                f"{error}; print it with --text {name}, and use --edit {name}=FILE", code=1
            ) from error

    for entry in arguments.edit:
        change(entry, "edit", lambda old, file: with_edits(old, edited(script.plan, old, _read(Path(file)))))
    for entry in arguments.set:
        change(entry, "set", with_value)
    for name, amendment in found.items():
        _require_filled(_as_edited(known[name], amendment))
    return found


def _as_edited(offer: Offer, amendment: Amendment) -> Offer:
    from dataclasses import replace

    from trainer.core.amend.editing import marks

    return replace(offer, amendment=amendment, unfilled=marks(amendment.edits))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Failure(f"{path} is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror or error}") from error


# What is answered -----------------------------------------------------------------------------------------------------


def _answer(arguments: argparse.Namespace, library: Library, exercise: str, offers: Sequence[Offer]) -> int:
    """The list, the text of one change, the difference, or the file. Raises Failure, CannotAmend."""
    if arguments.text is not None:
        known = {offer.amendment.id: offer for offer in offers}
        result(_known(known, arguments.text).after)
        return 0
    if arguments.to is None and not arguments.diff:
        _print(offers, arguments.format)
        return 0
    from trainer.storage.plan_edit_next import write_plan

    for offer in offers:
        if offer.taken:
            _require_filled(offer)
    found = next_version_of(library, exercise, offers, arguments.plan)
    for note in found.notes:
        say(f"trainer: {note}")
    if arguments.diff:
        result(found.diff, end="")
    if arguments.to is not None:
        write_plan(found, arguments.to, arguments.plan, arguments.force)
        result(str(arguments.to))
    say(_told(found))
    return 0


def next_version_of(
    library: Library, exercise: str, offers: Sequence[Offer], plan: Path | None = None
) -> NextPlan:
    """The plan's next version after an exercise, from the plan that it used or from a present file of that plan.

    Raises Failure where the file cannot be read, and CannotAmend where the next version would not be sound.
    """
    from trainer.cli.exercises import now
    from trainer.storage.plan_edit_next import Basis, next_plan

    sources = library.sources(exercise)
    present, name = sources.plan_data, Path(sources.plan_name).name
    if plan is not None:
        name = str(plan)
        try:
            present = plan.read_bytes()
        except OSError as error:
            raise Failure(f"{name} cannot be read: {error.strerror or error}") from error
    today = datetime.fromtimestamp(now() // SECOND, UTC).date()
    return next_plan(Basis(sources.plan_data, present, name, exercise, today), offers)


def _told(found: NextPlan) -> str:
    changes = f"{len(found.changes)} change{'s' if len(found.changes) != 1 else ''}"
    steps = f"{len(found.retest)} step{'s' if len(found.retest) != 1 else ''}"
    named = f": {', '.join(found.retest)}" if found.retest else ""
    return f"version {found.version}, {changes}; the next drill has to retest {steps}{named}"


def _print(offers: Sequence[Offer], form: str) -> None:
    if form == "json":
        result(json.dumps([_as_json(offer) for offer in offers], indent=2, ensure_ascii=False))
        return
    if not offers:
        say("This exercise speaks for no change of the plan.")
    for number, offer in enumerate(offers):
        result("\n".join(([""] if number else []) + _lines(offer)))
    if any(offer.status == "proposed" for offer in offers):
        say(
            "Decide with --accept ID or --all, --set ID=VALUE or --reject ID --reason TEXT; then write it: --to FILE."
        )


def _as_json(offer: Offer) -> dict[str, object]:
    amendment = offer.amendment.model_dump(mode="json")
    values = {key: value for key, value in asdict(offer).items() if key != "amendment"}
    return {**amendment, **values}


def _lines(offer: Offer) -> list[str]:
    """One change as the terminal shows it."""
    amendment = offer.amendment
    reason = f"  ({offer.reason})" if offer.reason else ""
    lines = [f"{amendment.id}  [{offer.status}]{reason}  {amendment.title}"]
    lines += [f"  gap:     {amendment.gap}", f"  where:   {offer.place}", f"  why:     {amendment.reason}"]
    for head, text in (("before:", offer.before or "(nothing)"), ("after:", offer.after)):
        lines += [f"  {head}", *(f"      {line}" for line in text.splitlines())]
    lines += [f"  fill in: {what}" for what in offer.unfilled]
    if amendment.retest:
        lines.append(f"  retest:  {', '.join(amendment.retest)}")
    return lines
