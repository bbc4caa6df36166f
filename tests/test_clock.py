"""The clock can be moved, and runs on."""

import time

import pytest

from slotkeeper.clock import choose_clock


def test_a_moved_clock_starts_where_it_was_set_and_runs_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    clock = choose_clock(1_767_603_600)
    assert clock() == 1_767_603_600
    monkeypatch.setattr(time, "monotonic", lambda: 1450.5)
    assert clock() == 1_767_603_600 + 450


def test_a_moved_clock_does_not_care_about_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = choose_clock(0)
    monkeypatch.setattr(time, "time", lambda: 9e9)
    assert clock() < 60


def test_without_a_start_it_is_the_true_time() -> None:
    assert abs(choose_clock(None)() - time.time()) < 5
