"""The same on the hosted page, without scripts (C4, P5)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.changing.paid.mover import Mover, asks
from tests.e2e.changing.paid.test_difference_story import MORE
from tests.e2e.paying.till import Till
from tests.e2e.paying.watch import Watch
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.req("C4"), pytest.mark.req("P5")]


@pytest.fixture
def plain(chromium: Browser, watch: Watch) -> Iterator[Mover]:
    """Somebody without scripts."""
    with chromium.new_context(java_script_enabled=False, locale="en-AU") as context:
        context.set_default_timeout(60_000)
        watch.over(context)
        yield Mover(context.new_page(), "page")
        assert (watch.complaints, context.cookies()) == ([], [])


@pytest.mark.req("E6")
def test_without_scripts_the_difference_is_paid_on_the_hosted_page(
    plain: Mover, till: Till, server: ServerProcess, clinic: str
) -> None:
    old = plain.has_booked(f"{server.url}/c/{clinic}")
    asks(server, clinic, *MORE)
    plain.chooses_another()
    plain.goes_on_to_the_difference()
    plain.page.reload()
    expect(plain.find(".heading")).to_have_text("Pay A$15.00 to change your appointment")
    pay_page = plain.leaves_to_pay_more()
    pay_page.goes_back()
    expect(plain.find(".notice")).to_contain_text("You have not paid yet")
    plain.leaves_to_pay_more().pays()
    plain.is_moved("A$45.00")
    assert plain.time() != old
    till.has(charges=2, captures=2, received=4500, authorised=0)
