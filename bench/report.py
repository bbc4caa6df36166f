"""One line a figure: what it is, what was measured, the goal, and whether it was met."""

from collections.abc import Callable


def say(name: str, value: str, goal: str = "", *, met: bool | None = None) -> None:
    """Print one figure; `met` None where there is no goal."""
    mark = {True: "met", False: "MISSED", None: ""}[met]
    print(f"{name:<58} {value:>22}   {goal:<18} {mark}", flush=True)


def section(title: str, work: Callable[[], None]) -> None:
    """Run one part of the bench; one that breaks is said and does not end the others."""
    print(f"\n{title}", flush=True)
    try:
        work()
    except Exception as problem:  # noqa: BLE001 - the other figures are still wanted
        say("  not measured", f"{type(problem).__name__}: {problem}", met=False)
