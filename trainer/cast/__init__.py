"""The virtual team: participants that submit commands, scripted by a file or generated from a profile and a seed.

A cast is driven by values: it hears records, says when it wants to act next, and hands over commands. It reads no
clock, so the same cast plays in virtual time and live in the windows.
"""

from trainer.cast.generated import GeneratedCast
from trainer.cast.operating import OperatingCast
from trainer.cast.profiles import PROFILES, Profile
from trainer.cast.schedule import Cast
from trainer.cast.scripted import ScriptedCast
from trainer.cast.walking import GuidedCast, WalkingCast

__all__ = [
    "PROFILES",
    "Cast",
    "GeneratedCast",
    "GuidedCast",
    "OperatingCast",
    "Profile",
    "ScriptedCast",
    "WalkingCast",
]
