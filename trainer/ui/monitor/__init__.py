"""The monitoring console of a simulated system: map, charts, alerts, logs, and what can be done about it.

It shows `Telemetry`, which holds nothing of the truth, and hands acts to whoever opened it. The trainee's seat and the
facilitator's console both use it; it knows neither.
"""

from trainer.ui.monitor.console import MonitorConsole
from trainer.ui.monitor.host import Host

__all__ = ["Host", "MonitorConsole"]
