"""HTTP activities call the address that was shown and approved, and no other."""

from __future__ import annotations

from types import SimpleNamespace

from chaoslib.provider import http


def call_directly() -> None:
    """Let the library's HTTP provider follow no redirection: an answer that sends elsewhere is the answer.

    What is approved is one address; a service that answers 307 could otherwise have the same request sent anywhere.
    Only the provider is concerned, not what functions of other packages do.
    """
    known = http.requests
    if isinstance(known, SimpleNamespace):
        return
    session = type("Direct", (known.Session,), {"get_redirect_target": lambda _self, _answer: None})
    http.requests = SimpleNamespace(Session=session, adapters=known.adapters, exceptions=known.exceptions)
