"""Runs one command and tells what went wrong."""

# ruff: noqa: PLC0415 - imported when needed: --help is quick

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import click

P = ParamSpec("P")
T = TypeVar("T")


def carry_out(job: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry out a command; what an operator can mend is told in words, without a traceback."""
    from slotkeeper.commands.loop import new_event_loop
    from slotkeeper.commands.refusals import REFUSALS, told

    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(job(*args, **kwargs))
    except REFUSALS as refusal:
        raise click.ClickException(told(refusal)) from refusal
