"""Drills of the game studio's live service."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_e_make import act, add, before, drill, entry, found, inject, step, top
from tests.bench.cases_e_world_game import GAME
from trainer.core.commands import HoldInject, UnholdInject

_SEAT: Final = top(roles=["producer", "second-producer", "backend", "community", "economy", "helpdesk"])

CLEAN: Final[tuple[Case, ...]] = (
    drill(GAME, "e-game-clean", "Everything as the live watch wants it."),
    drill(
        GAME,
        "e-game-shop-by-other-means",
        "The shop's switch sticks, so prices are set out of reach, which freezes it just as well.",
        acts={
            "freeze": act(
                "economy",
                "17m",
                "improvise",
                instead_of="freeze-shop",
                text="The switch does not react; every price is set to the maximum, nobody can buy or trade.",
            )
        },
    ),
    drill(
        GAME,
        "e-game-is-it-raining",
        "Somebody wants to know about the setting of the story.",
        acts={
            "q": act(
                "economy",
                "8m",
                "ask",
                text="Is the autumn event in this story on in all regions, as it is with us?",
            )
        },
    ),
    drill(
        GAME,
        "e-game-second-producer-writes",
        "The community manager has to leave; the second producer writes, as the plan has it.",
        scenario=[
            _SEAT,
            add(
                "injects",
                inject(
                    "school-calls",
                    "12m",
                    "producer second-producer",
                    "Her child's school has called, she is gone.",
                    absent=["community"],
                ),
            ),
            entry("injects", "players-return", to=["economy", "producer", "second-producer"]),
        ],
        acts={
            label: ("second-producer", GAME.acts[label][1])
            for label in ("word", "word-2", "word-3", "word-4")
        },
    ),
    drill(
        GAME,
        "e-game-learned",
        "What was late in spring is on time now.",
        earlier=[
            before(
                "2026-04-09",
                steps=[
                    {
                        "step": "freeze-shop",
                        "outcome": "late",
                        "elapsed": 1_100_000_000,
                        "limit": 720_000_000,
                        "competent": True,
                    }
                ],
                gaps=[found("G15", "execution", "freeze-shop")],
                actions=[
                    {
                        "id": "A-1",
                        "gap": "G15-freeze-shop",
                        "action": "Practise the switch",
                        "status": "closed",
                        "owner": "Economy",
                        "due": "2026-05-15",
                        "closed": "2026-05-11",
                    }
                ],
            )
        ],
    ),
    drill(
        GAME,
        "e-game-a-minute-later",
        "The rumour is kept back until a discussion has ended, for half a minute.",
        controls=[("17m", HoldInject("host-rumour")), ("18m30s", UnholdInject("host-rumour"))],
    ),
)

PLANTED: Final[tuple[Case, ...]] = (
    drill(
        GAME,
        "e-game-leases",
        "Once the directory works, match servers choke on expired leases, for which nothing is written.",
        Planted("G01", "plan"),
        scenario=[
            add(
                "injects",
                inject(
                    "leases",
                    "42m",
                    "backend",
                    "Match servers reject everybody, their leases have run out by the thousand.",
                    channel="dashboard",
                    sender="Live board",
                ),
                inject(
                    "leases-fall",
                    "49m",
                    "backend",
                    "Backlog of leases gone, matches start.",
                    channel="dashboard",
                    sender="Live board",
                ),
            )
        ],
        acts={
            "throttle": act(
                "backend",
                "45m",
                "improvise",
                text="New leases pass in small lots, servers restart one after the other; the pile shrinks.",
            )
        },
    ),
    drill(
        GAME,
        "e-game-two-sentences",
        "One line wants the queue shut at once, another wants it open until the cure is chosen.",
        Planted("G02", "plan", "slow-queue"),
        plan=[
            step("slow-queue", text="Shut the queue at once, whatever else is going on."),
            step(
                "choose-cure",
                text="Leave the queue as it is until this is decided. Say the reason aloud; it goes to the watch log.",
            ),
        ],
        scenario=[
            add(
                "votes",
                {
                    "id": "queue-vote",
                    "question": "What happens to the queue before the cure is chosen?",
                    "about": "decision",
                    "step": "slow-queue",
                    "truth": "Shut",
                    "options": ["Shut", "Left open"],
                },
            ),
            add(
                "injects",
                inject(
                    "queue-round",
                    "12m",
                    "everyone",
                    "On your own card: queue shut or open for now?",
                    vote="queue-vote",
                ),
            ),
        ],
        acts={
            "v1": act("backend", "12m30s", "vote", vote="queue-vote", choice="Shut", confidence=4),
            "v2": act("producer", "12m40s", "vote", vote="queue-vote", choice="Left open", confidence=5),
            "v3": act("economy", "12m50s", "vote", vote="queue-vote", choice="Left open", confidence=4),
            "v4": act("community", "13m", "vote", vote="queue-vote", choice="Shut", confidence=2),
            "q": act(
                "backend",
                "13m30s",
                "ask",
                text="L-04 says shut, L-10 says leave it. Which of the two do I follow?",
            ),
        },
    ),
    drill(
        GAME,
        "e-game-nobodys-shop",
        "The shop is to be frozen, by nobody in particular, and so nobody does.",
        Planted("G03", "plan", "freeze-shop"),
        plan=[step("freeze-shop", role=None)],
        acts={"freeze": None},
    ),
    drill(
        GAME,
        "e-game-macro-in-five",
        "A macro in five minutes: three drills, three careful leads, three times far over.",
        Planted("G05", "plan", "write-macro"),
        plan=[
            step(
                "write-macro",
                target={"from": "declared", "within": {"CRIMSON": "5m", "COPPER": "40m", "CHALK": "60m"}},
            )
        ],
        earlier=[
            before(
                day,
                steps=[
                    {
                        "step": "write-macro",
                        "outcome": "late",
                        "elapsed": taken * 1_000_000,
                        "limit": 300_000_000,
                        "competent": True,
                    }
                ],
            )
            for day, taken in (("2026-03-19", 960), ("2026-06-25", 1130))
        ],
    ),
    drill(
        GAME,
        "e-game-may-not-ship",
        "The cure is chosen, but the ship tool refuses the programmer's rights.",
        Planted("G06", "capability", "apply-cure"),
        plan=[entry("tools", "ship-tool", alternative=None, alternative_serves=None)],
        acts={
            "no": act(
                "backend",
                "35m",
                "report blocked",
                missing="Right to ship to the directory; the tool says permission denied",
                step="apply-cure",
            ),
            "apply": {"at": "48m"},
        },
    ),
    drill(
        GAME,
        "e-game-copper-all-along",
        "Half of the players are out, and it stays copper to the end.",
        Planted("G09", "plan"),
        acts={
            "code": {"severity": "COPPER", "reason": "Only the login is out, those inside can play."},
            "q": act(
                "economy",
                "12m",
                "ask",
                text="Half of everybody is out. Is that not crimson? I read the line about a third differently.",
            ),
        },
    ),
    drill(
        GAME,
        "e-game-never-a-word",
        "Players find out from each other; the feed stays empty to the end.",
        Planted("G10", "execution", "first-word"),
        acts={"word": None, "word-2": None, "word-3": None, "word-4": None},
    ),
    drill(
        GAME,
        "e-game-watch-changed",
        "The watch changes without a word on the waiting choice, and nobody makes it.",
        Planted("G11", "execution"),
        scenario=[_SEAT],
        acts={
            "give": act(
                "producer",
                "28m",
                "hand over",
                role="producer",
                to="second-producer",
                briefed="",
                accepted=True,
            ),
            "choose": None,
            "apply": None,
            "off": act(
                "second-producer",
                "64m",
                "resolve",
                statement="Crimson is off. Doubled purchases are returned tonight.",
            ),
        },
    ),
    drill(
        GAME,
        "e-game-wiki-behind-login",
        "The plan lies behind the very login that has failed; the team works from memory.",
        Planted("G14", "capability"),
        unopened=GAME.scenario["roles"],
        acts={
            "no": act(
                "producer",
                "5m",
                "report blocked",
                missing="The live watch plan: the wiki asks for the login that is down, and nobody has it on paper",
            )
        },
    ),
    drill(
        GAME,
        "e-game-slow-to-slow",
        "The queue is slowed late, and the choice of the cure comes without a why.",
        Planted("G15", "execution", "slow-queue"),
        Planted("G17", "execution"),
        acts={"slow": {"at": "25m"}, "choose": {"reason": ""}},
    ),
    drill(
        GAME,
        "e-game-larger-machines",
        "Larger machines, as the plan wants, make the fight over the lock worse.",
        Planted("G16", "plan"),
        scenario=[
            entry(
                "decisions",
                "cure",
                options=[
                    {"id": "streaming-off", "text": "Switch streaming off"},
                    {"id": "larger", "text": "Move to larger machines", "plan_calls_for": True},
                ],
            ),
            add(
                "objectives",
                {
                    "id": "play",
                    "title": "Players get back in before the event ends",
                    "critical": True,
                    "steps": ["choose-cure", "apply-cure"],
                    "achieved_when": {"not": {"delivered": "worse"}},
                },
            ),
            add(
                "injects",
                inject(
                    "worse",
                    "",
                    "producer backend",
                    "More cores, more waiting: 4 s now. The event has ended without them.",
                    channel="dashboard",
                    sender="Live board",
                    release={"after": {"chose": "cure/larger", "delay": "10m"}},
                ),
            ),
        ],
        acts={
            "choose": {"option": "larger", "reason": "L-10 puts capacity first."},
            "apply": {
                "measure": "All directory servers run on 128 cores",
                "reason": "More room for the same load.",
            },
        },
    ),
)

GAME_CASES: Final = CLEAN + PLANTED
