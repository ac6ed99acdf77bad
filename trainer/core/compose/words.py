"""A journal event in plain words: the one place that words facts, for the report's timeline and for the live feed."""

from __future__ import annotations

from typing import Final

from trainer.core import events as ev
from trainer.core.actions import (
    Acknowledge,
    Action,
    AnswerStep,
    Ask,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Decide,
    Diagnose,
    DoStep,
    HandOver,
    Improvise,
    Look,
    Operate,
    Page,
    PostUpdate,
    ReportBlocked,
    Resolve,
    ShowStep,
    Verify,
)
from trainer.core.compose.kind_words import of_kind, turned
from trainer.core.compose.review_words import earlier, settled
from trainer.core.compose.title_words import counted as counted
from trainer.core.compose.title_words import role_title as role_title
from trainer.core.compose.title_words import step_title as step_title
from trainer.core.events import Record
from trainer.core.script import Script
from trainer.core.time import say_duration

_REMARKS: Final = {
    "note": "Note",
    "observation": "Observation",
    "strength": "Strength",
    "improvement": "Area for improvement",
    "artefact": "Artefact of the exercise",
}
Words = tuple[str, str]
"""(what happened, in one line; what was written, said or shown with it)"""


def say(script: Script, record: Record) -> Words:
    """What happened, in one line, and the words that go with it (may be empty)."""
    event = record.event
    match event:
        case ev.ActionTaken():
            return _act(script, event)
        case (
            ev.ClockStarted() | ev.ClockPaused() | ev.ClockResumed() | ev.SpeedChanged() | ev.StoryAdvanced()
        ):
            return _clock(event)
        case ev.ExerciseCreated() | ev.ExerciseInterrupted() | ev.ExerciseEnded():
            return _exercise(event)
        case ev.ObservationRecorded() | ev.HotWashRecorded() | ev.ObjectiveRated():
            return _judgement(script, event)
        case ev.ActionLinked() | ev.OutcomeOverruled() | ev.FacilitatorUndone():
            return _correction(script, event)
        case (
            ev.StepAssessed()
            | ev.GapJudged()
            | ev.AmendmentDecided()
            | ev.ActionAssigned()
            | ev.ActionClosed()
        ):
            return settled(script, event)
        case ev.EarlierDrillsNoted():
            return earlier(event)
        case ev.BranchTaken() | ev.DecisionDefaulted() | ev.PlanOpened():
            return _story(script, event)
        case (
            ev.InjectDelivered()
            | ev.AdHocInjectDelivered()
            | ev.InjectHeld()
            | ev.InjectUnheld()
            | ev.InjectSkipped()
            | ev.InjectRescheduled()
            | ev.InjectSeen()
            | ev.HintGiven()
        ):
            return _inject(script, event)
        case _:
            return turned(script, event)


def inject_title(script: Script, inject: str) -> str:
    """An inject's title in quotation marks, or its identifier."""
    known = script.injects.get(inject)
    return f'"{script.filled(known.title)}"' if known else inject


def option_text(script: Script, decision: str, option: str) -> str:
    """The words of a decision's option, or its identifier."""
    known = script.decisions.get(decision)
    chosen = known.option(option) if known else None
    return script.filled(chosen.text) if chosen else option


def _question(script: Script, decision: str) -> str:
    known = script.decisions.get(decision)
    return f'"{script.filled(known.question)}"' if known else decision


def _to(script: Script, roles: tuple[str, ...]) -> str:
    if set(script.played_roles) <= set(roles):
        return "everyone"
    return ", ".join(role_title(script, role) for role in roles) or "nobody"


# Injects --------------------------------------------------------------------------------------------------------------

_Inject = (
    ev.InjectDelivered
    | ev.AdHocInjectDelivered
    | ev.InjectHeld
    | ev.InjectUnheld
    | ev.InjectSkipped
    | ev.InjectRescheduled
    | ev.InjectSeen
    | ev.HintGiven
)


def _inject(script: Script, event: _Inject) -> Words:
    match event:
        case ev.InjectDelivered():
            known = script.injects.get(event.inject)
            text = script.filled(known.text) if known else ""
            if known is not None and known.starts is not None and not event.to:
                return f"{inject_title(script, event.inject)} began in the system", text
            text = f"{text}\n{event.detail}" if event.detail else text
            channel = f" by {known.channel.value}" if known else ""
            return f"{inject_title(script, event.inject)} reached {_to(script, event.to)}{channel}", text
        case ev.AdHocInjectDelivered():
            to = _to(script, event.to)
            return f'"{event.title}" reached {to} by {event.channel.value}, outside the script', event.text
        case ev.InjectSeen():
            return f"{role_title(script, event.role)} opened {inject_title(script, event.inject)}", ""
        case ev.HintGiven():
            return f"Hint given on {inject_title(script, event.inject)}", script.filled(event.hint)
        case ev.InjectHeld():
            return f"{inject_title(script, event.inject)} was held back", ""
        case ev.InjectUnheld():
            return f"{inject_title(script, event.inject)} was no longer held back", ""
        case ev.InjectSkipped():
            return f"{inject_title(script, event.inject)} was skipped", event.reason
        case ev.InjectRescheduled():
            title = inject_title(script, event.inject)
            return f"{title} was moved to {say_duration(event.to)} of the story", ""


# The exercise itself --------------------------------------------------------------------------------------------------

_Clock = ev.ClockStarted | ev.ClockPaused | ev.ClockResumed | ev.SpeedChanged | ev.StoryAdvanced


def _clock(event: _Clock) -> Words:
    match event:
        case ev.ClockStarted():
            speed = f" at {event.speed} times real time" if event.speed != 1 else ""
            return f"Play began{speed}", ""
        case ev.ClockPaused():
            return "The clock was paused", event.reason
        case ev.ClockResumed():
            return "The clock went on", ""
        case ev.SpeedChanged():
            speed = "real time" if event.speed == 1 else f"{event.speed} times real time"
            return f"The clock now runs at {speed}", ""
        case ev.StoryAdvanced():
            return f"The story jumped ahead by {say_duration(event.by)}", ""


def _exercise(event: ev.ExerciseCreated | ev.ExerciseInterrupted | ev.ExerciseEnded) -> Words:
    match event:
        case ev.ExerciseCreated():
            return f"The exercise was set up as a {event.kind.value}", event.title
        case ev.ExerciseInterrupted():
            return "The exercise was interrupted and stood still", event.reason
        case ev.ExerciseEnded():
            return "Play ended", event.reason


def _judgement(
    script: Script, event: ev.ObservationRecorded | ev.HotWashRecorded | ev.ObjectiveRated
) -> Words:
    match event:
        case ev.ObservationRecorded():
            about = [role_title(script, event.role)] if event.role else []
            about += [step_title(script, event.step)] if event.step else []
            about += [inject_title(script, event.inject)] if event.inject else []
            title = _REMARKS[event.kind]
            return f"{title}{' on ' + ', '.join(about) if about else ''}", event.text
        case ev.HotWashRecorded():
            who = role_title(script, event.role) if event.role else "Anonymous"
            score = f" ({event.score} of 5)" if event.score is not None else ""
            words = f"{event.question} {event.text}" if event.question else event.text
            return f"Hot wash, {event.topic}: {who}{score}", words
        case ev.ObjectiveRated():
            known = script.objectives.get(event.objective)
            title = known.title if known else event.objective
            return f'Objective "{title}" was rated {event.rating.value}', event.reason


def _correction(script: Script, event: ev.ActionLinked | ev.OutcomeOverruled | ev.FacilitatorUndone) -> Words:
    match event:
        case ev.ActionLinked():
            what = step_title(script, event.step) if event.step else "no expected step"
            return f"The evaluator took act {event.action_seq} for {what}", event.reason
        case ev.OutcomeOverruled():
            step = step_title(script, event.expectation.partition("#")[0])
            return f"The evaluator judged {step}: {event.outcome.value}", event.reason
        case ev.FacilitatorUndone():
            return f"Entry {event.undone_seq} was taken back", ""


def _story(script: Script, event: ev.BranchTaken | ev.DecisionDefaulted | ev.PlanOpened) -> Words:
    match event:
        case ev.BranchTaken():
            known = script.branches.get(event.branch)
            return f'The story took the branch "{known.title if known else event.branch}"', ""
        case ev.DecisionDefaulted():
            chosen = (
                option_text(script, event.decision, event.option) if event.option else "there is no default"
            )
            return f"Nobody decided in time: {_question(script, event.decision)}", chosen
        case ev.PlanOpened():
            what = _section(script, event.section)
            return f"{role_title(script, event.role)} opened the plan: {what}", ""


def _section(script: Script, section: str) -> str:
    """The part of the plan that was opened: a step, a procedure, a heading, or all of it."""
    if not section:
        return "as a whole"
    procedure = next((found.title for found in script.plan.procedures if found.id == section), None)
    return f'"{procedure}"' if procedure is not None else step_title(script, section)


# Acts of roles --------------------------------------------------------------------------------------------------------


def _act(script: Script, event: ev.ActionTaken) -> Words:
    if isinstance(event.action, AssumeRole) and event.action.role == event.role:
        return f"{role_title(script, event.role)} took the role", ""
    done, text = _done(script, event.action)
    return f"{role_title(script, event.role)} {done}", text


def _done(script: Script, action: Action) -> Words:
    """Predicate and words of an act."""
    match action:
        case Acknowledge() | AssumeRole() | HandOver() | Page() | PostUpdate():
            return _contact(script, action)
        case Decide() | CastVote() | Classify():
            return _choice(script, action)
        case Contain():
            return "ordered a measure", _with_reason(action.measure, action.reason)
        case Verify():
            return f"confirmed: {action.what}", action.evidence
        case Diagnose():
            return "stated cause or scope", action.cause
        case Resolve():
            return "declared the incident resolved", action.statement
        case Operate() | Look() | AnswerStep() | ShowStep():
            return of_kind(script, action)
        case _:
            return _other(script, action)


def _contact(script: Script, action: Acknowledge | AssumeRole | HandOver | Page | PostUpdate) -> Words:
    match action:
        case Acknowledge():
            return f"acknowledged {inject_title(script, action.inject) if action.inject else 'the alert'}", ""
        case AssumeRole():
            return f"took the role of {role_title(script, action.role)}", ""
        case HandOver():
            to = f" to {role_title(script, action.to)}" if action.to else ""
            accepted = "" if action.accepted else ", not accepted"
            return f"handed over the role of {role_title(script, action.role)}{to}{accepted}", action.briefed
        case Page():
            contact = next((c.title for c in script.plan.contacts if c.id == action.contact), action.contact)
            return f"called {contact}: {action.result}", action.note
        case PostUpdate():
            following = (
                f" Next update in {say_duration(action.next_in)}." if action.next_in is not None else ""
            )
            return f"told {action.audience}", f"{action.text}{following}".strip()


def _choice(script: Script, action: Decide | CastVote | Classify) -> Words:
    match action:
        case Decide():
            return f"decided: {option_text(script, action.decision, action.option)}", action.reason
        case CastVote():
            sure = f" (confidence {action.confidence} of 5)" if action.confidence is not None else ""
            return f"voted {action.choice}{sure}", ""
        case Classify():
            return f"set the severity to {action.severity}", _with_reason(action.statement, action.reason)


def _other(script: Script, action: DoStep | Improvise | ReportBlocked | Ask) -> Words:
    match action:
        case DoStep():
            return f"did {step_title(script, action.step)}", action.note
        case Improvise():
            instead = f" instead of {step_title(script, action.instead_of)}" if action.instead_of else ""
            return f"acted outside the plan{instead}", action.text
        case ReportBlocked():
            where = f" at {step_title(script, action.step)}" if action.step else ""
            return f"was blocked{where}", f"Missing: {action.missing}"
        case Ask():
            return "asked", action.text


def _with_reason(text: str, reason: str) -> str:
    return f"{text} Reason: {reason}".strip() if reason else text
