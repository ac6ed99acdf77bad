"""The list of what experiments may do on this machine."""

from __future__ import annotations

import json

import pytest

from trainer.chaos.allowed import PRACTICE, Allowed, allow, disallow, read_allowed
from trainer.chaos.errors import ChaosError


def test_without_a_file_only_the_practice_system_is_on_the_list(tmp_path):
    assert read_allowed(tmp_path / "none.json") == Allowed()
    assert Allowed().functions == PRACTICE


def test_what_is_allowed_is_kept_and_can_be_taken_back(tmp_path):
    file = tmp_path / "new" / "allowed.json"
    allow(file, "function", "shop.faults.kill")
    allow(file, "command", "ls -l")
    allow(file, "host", "staging:8080")
    found = read_allowed(file)
    assert found.functions == (*PRACTICE, "shop.faults.kill")
    assert found.commands[0].endswith("/ls -l")
    assert found.hosts == ("staging:8080",)
    assert json.loads(file.read_text())["functions"] == ["shop.faults.kill"]
    disallow(file, "host", "staging:8080")
    assert read_allowed(file).hosts == ()
    with pytest.raises(ChaosError, match="not on the list"):
        disallow(file, "host", "staging:8080")
    with pytest.raises(ChaosError, match="always is allowed"):
        disallow(file, "function", PRACTICE[0])


@pytest.mark.parametrize(
    ("sort", "entry", "why"),
    [
        ("function", "os.system", "runs whatever it is given"),
        ("function", "subprocess.run", "runs whatever it is given"),
        ("function", "builtins.*", "runs whatever it is given"),
        ("function", "kill", "is no function"),
        ("function", "*", "is no function"),
        ("function", "shop.*.kill", "is no function"),
        ("command", "no-such-command-here", "there is no command"),
        ("command", "ls 'open", "is no command line"),
        ("host", "8.8.8.8", "public address"),
        ("host", "prod-db", "production"),
        ("host", "portal.azure.com", "cloud"),
        ("host", "*.internal", "is no host"),
        ("host", "  ", "empty"),
    ],
)
def test_entries_that_would_allow_too_much_are_refused(tmp_path, sort, entry, why):
    with pytest.raises(ChaosError, match=why):
        allow(tmp_path / "allowed.json", sort, entry)


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"functions": "all"}', '{"everything": true}', '{"hosts": ["8.8.8.8"]}', "[" * 100_000],
)
def test_a_file_that_cannot_be_used_allows_nothing_and_says_so(tmp_path, text):
    file = tmp_path / "allowed.json"
    file.write_text(text)
    found = read_allowed(file)
    assert "is no list of what is allowed" in found.problem
    assert found.functions == PRACTICE
    with pytest.raises(ChaosError, match="mend it or delete it"):
        allow(file, "host", "staging")
    assert file.read_text() == text
