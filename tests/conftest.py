"""What every test starts from."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import hypothesis

# Windows are drawn in memory unless the caller asks for a real screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Nothing that a test does is kept among the caches and data of whoever runs it.
_HOME = Path(tempfile.mkdtemp(prefix="trainer-tests-"))
os.environ["XDG_CACHE_HOME"] = str(_HOME / "cache")
os.environ["XDG_DATA_HOME"] = str(_HOME / "data")
os.environ["XDG_CONFIG_HOME"] = str(_HOME / "config")
os.environ.pop("TRAINER_LIBRARY", None)
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)

# The check gives the same answer for the same tree; TRAINER_EXPLORE=1 lets Hypothesis look for new cases.
hypothesis.settings.register_profile("check", derandomize=True, deadline=None)
if not os.environ.get("TRAINER_EXPLORE"):
    hypothesis.settings.load_profile("check")
