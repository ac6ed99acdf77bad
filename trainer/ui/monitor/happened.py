"""What is marked on the time axis: deployments that were looked up, operations, alerts. Needs no Qt."""

from __future__ import annotations

from trainer.core.actions import Look, Operate
from trainer.core.services.views import Telemetry
from trainer.ui.monitor.charts_of import BUSINESS
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.plot import Mark
from trainer.ui.monitor.rows import operation_words

__all__ = ["marks"]


def marks(host: Host, service: str) -> tuple[Mark, ...]:
    """What happened to a service (to any, for the business); deployments only as far as the role has looked them up."""
    concerns = [
        *_operations(host, service),
        *_alerts(host.telemetry, service),
        *_deployments(host, service),
    ]
    return tuple(sorted(concerns))


def _operations(host: Host, service: str) -> list[Mark]:
    return [
        Mark(seen.began, "operation", operation_words(seen.action, host.titles, host.telemetry.flags()))
        for seen in host.telemetry.operations()
        if isinstance(seen.action, Operate) and service in (BUSINESS, seen.action.service)
    ]


def _alerts(telemetry: Telemetry, service: str) -> list[Mark]:
    return [
        Mark(alert.raised, "alert", alert.title)
        for alert in telemetry.alerts()
        if service in (BUSINESS, alert.service)
    ]


def _deployments(host: Host, service: str) -> list[Mark]:
    telemetry, role = host.telemetry, host.role()
    found: dict[Mark, None] = {}
    for seen in telemetry.operations():
        looked = telemetry.found(seen.act) if isinstance(seen.action, Look) and seen.role == role else None
        for made in looked.deployments if looked is not None else ():
            if service in (BUSINESS, made.service):
                found[
                    Mark(
                        made.second,
                        "deployment",
                        f"{host.titles.get(made.service, made.service)} {made.version}",
                    )
                ] = None
    return list(found)
