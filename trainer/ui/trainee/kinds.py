"""The acts that have a form: what they are called, their letter for Alt, and what each is for. No Qt."""

from __future__ import annotations

from typing import Final, NamedTuple

from trainer.core.plan import ActionKind

__all__ = ["KINDS", "KindLook"]


class KindLook(NamedTuple):
    """How an act is offered. The `&` in `text` stands before its letter for Alt."""

    text: str
    icon: str
    verb: str
    hint: str


KINDS: Final[dict[ActionKind, KindLook]] = {
    ActionKind.CLASSIFY: KindLook(
        "&Classify", "flag", "Set the severity", "Say how bad it is, aloud and for everyone."
    ),
    ActionKind.ASSUME_ROLE: KindLook(
        "Take &role", "person", "Take the role", "Say aloud that you have it from now on."
    ),
    ActionKind.HAND_OVER: KindLook(
        "&Hand over", "team", "Hand over", "Brief your successor and let them say it back."
    ),
    ActionKind.PAGE: KindLook(
        "&Page", "page", "Record the page", "Reach somebody, and note what came of it."
    ),
    ActionKind.POST_UPDATE: KindLook(
        "&Update", "send", "Post the update", "Tell an audience, and say when more comes."
    ),
    ActionKind.DO_STEP: KindLook("Do &step", "plan", "Do the step", "Do a step of the plan."),
    ActionKind.DIAGNOSE: KindLook(
        "Dia&gnose", "search", "State it", "State the scope first, the cause second."
    ),
    ActionKind.CONTAIN: KindLook(
        "C&ontain", "lock", "Order the measure", "Order a measure that stops the harm."
    ),
    ActionKind.VERIFY: KindLook("Verif&y", "eye", "Confirm", "Confirm with figures, not with a feeling."),
    ActionKind.RESOLVE: KindLook(
        "Reso&lve", "ok", "Declare it resolved", "Close the incident, aloud and for everyone."
    ),
    ActionKind.IMPROVISE: KindLook(
        "Impro&vise", "star", "Record it", "Do what the plan does not say. That is welcome."
    ),
    ActionKind.REPORT_BLOCKED: KindLook("&Blocked", "warning", "Report it", "Say what is missing to go on."),
    ActionKind.ASK: KindLook("&Ask", "help", "Ask", "Ask the facilitator or the room."),
}
