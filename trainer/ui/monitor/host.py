"""What the monitoring needs of the window that it stands in. Needs no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from trainer.core.actions import Action
from trainer.core.services.views import Telemetry

__all__ = ["Host"]


@dataclass(frozen=True)
class Host:
    """The monitoring, and who acts on it.

    `perform` does an act and returns an empty text, or why it was not done. `role` is who acts now, `name` the title of
    a role. `acknowledged` says in words who acknowledged an alert, empty where nobody known here did.
    """

    telemetry: Telemetry
    perform: Callable[[Action], str]
    role: Callable[[], str]
    name: Callable[[str], str]
    acknowledged: Callable[[str], str]

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of the services by identifier; they stay what they are."""
        return {service.id: service.title for service in self.telemetry.services()}
