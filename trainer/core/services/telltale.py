"""The lines by which each kind of fault gives itself away to those who look closely."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from trainer.core.simulation import FaultKind

LogLevel = Literal["INFO", "WARN", "ERROR"]


class Trace(NamedTuple):
    """A kind of line: how often a second, at which level, and who writes it."""

    often: float
    level: LogLevel
    text: str
    """with {title}, {version}, {address}, {region}, {number}, {timeout}"""
    callers: bool = False
    """written by those who call the service, rather than by the service"""


TRACES: Final = {
    FaultKind.BAD_DEPLOYMENT: Trace(
        0.06,
        "ERROR",
        "unhandled exception in request handler: field 'total' missing, first seen with {version}",
    ),
    FaultKind.CONFIGURATION_ERROR: Trace(
        0.05,
        "ERROR",
        "setting from the latest configuration change cannot be used: unknown host in endpoint list",
    ),
    FaultKind.DEPENDENCY_DOWN: Trace(
        0.08, "ERROR", "no answer from {title}: attempt {number} timed out", True
    ),
    FaultKind.REGION_LOST: Trace(0.05, "ERROR", "no route to host: all peers in {region} are unreachable"),
    FaultKind.NODE_LOST: Trace(
        0.04, "WARN", "node not ready: no heartbeat for {number} s, its replicas are gone"
    ),
    FaultKind.DATABASE_SLOW: Trace(
        0.06, "WARN", "slow query: {number}.4 s, sequential scan, index not used, lock waited for"
    ),
    FaultKind.DATABASE_FULL: Trace(0.08, "ERROR", "could not write: no space left on device"),
    FaultKind.QUEUE_BACKLOG: Trace(
        0.05, "WARN", "consumer {number} sends no heartbeat, group is rebalancing again"
    ),
    FaultKind.CERTIFICATE_EXPIRED: Trace(
        0.08, "ERROR", "TLS handshake with {title} failed: certificate has expired", True
    ),
    FaultKind.LEAK: Trace(0.03, "WARN", "garbage collection took {number}.2 s and freed next to nothing"),
    FaultKind.TRAFFIC_SURGE: Trace(0.08, "WARN", "{address} sent {number}00 requests in the last minute"),
    FaultKind.CREDENTIAL_LEAK: Trace(
        0.03, "WARN", "token 'deploy-bot' used from a new address {address}: export of {number},000 records"
    ),
    FaultKind.DATA_DELETED: Trace(
        0.07, "ERROR", "expected 1 row, found 0: record {number}31 does not exist any more"
    ),
}

QUIET: Final = (
    "request {request} done in {took} ms",
    "request {request} accepted",
    "health check ok",
    "connection pool: {number} of 20 in use",
    "scheduled job finished in {took} ms",
    "configuration reloaded, nothing changed",
)
SIGN_INS: Final = (
    "sign-in of on-call engineer from the office network, second factor ok",
    "token 'build' used by the build server: deployment status read",
    "token 'backup' used by the backup job",
    "service account 'metrics' read its dashboards",
)
FAILED: Final = (
    "request {request} failed: internal error, answered 500",
    "request {request} failed after {took} ms",
    "unexpected end of response, request {request} given up",
)
REFUSED: Final = "call to {title} failed: connection refused, request {request}"
TIMED_OUT: Final = "call to {title} timed out after {timeout} s, request {request}"
TURNED_AWAY: Final = "too many requests wait: request {request} turned away with 503"
SLOW: Final = "request {request} took {slow} s"
NEARLY_FULL: Final = "disk is {number}% full"
