"""What every test starts from."""

import os

# Windows are drawn in memory unless the caller asks for a real screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
