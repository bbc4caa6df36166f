"""The demo clinic's website, asked over ASGI."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from demo.website import PAGES, create_website

BOOK = "http://127.0.0.1:8000"


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_website(BOOK, "a-clinic"))
    async with httpx.AsyncClient(transport=transport, base_url="http://site.example") as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_there(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "{{" not in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
async def test_every_link_and_file_leads_somewhere(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    for address in re.findall(r'(?:href|src)="([^"#]+)', answer.text):
        if address.startswith("/"):
            assert (await browser.get(address)).status_code == 200, address
        else:
            assert address.startswith((f"{BOOK}/", "tel:", "mailto:")), address


@pytest.mark.req("E1")
async def test_the_book_page_holds_the_snippet_of_two_tags(browser: httpx.AsyncClient) -> None:
    page = (await browser.get("/book")).text
    assert (
        f'<slotkeeper-booking clinic="a-clinic"><a href="{BOOK}/c/a-clinic">Book an appointment'
        f'</a></slotkeeper-booking>\n<script async src="{BOOK}/embed.js"></script>'
    ) in page
    assert page.count("<script") == 1


async def test_only_the_book_page_lets_the_booking_server_in(browser: httpx.AsyncClient) -> None:
    policies = {
        path: (await browser.get(path)).headers["content-security-policy"] for path in PAGES
    }
    assert all(policy.startswith("default-src 'none'; ") for policy in policies.values())
    assert [path for path, policy in policies.items() if BOOK in policy] == ["/book"]
    assert f"script-src {BOOK}; connect-src {BOOK}" in policies["/book"]
    assert "unsafe" not in str(policies)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
async def test_nothing_in_a_page_needs_a_weaker_policy(
    browser: httpx.AsyncClient, path: str
) -> None:
    page = (await browser.get(path)).text
    assert not re.search(r"<style| style=| on[a-z]+=", page)


async def test_a_path_of_the_booking_server_is_no_part_of_the_policy() -> None:
    transport = httpx.ASGITransport(create_website("https://clinic.example/booking/"))
    async with httpx.AsyncClient(transport=transport, base_url="http://site.example") as client:
        answer = await client.get("/book")
    assert answer.headers["content-security-policy"].endswith("connect-src https://clinic.example")
    assert 'src="https://clinic.example/booking/embed.js"' in answer.text


@pytest.mark.parametrize("address", ["", "127.0.0.1:8000", "ftp://book.example", "https://"])
def test_an_address_that_no_browser_can_ask_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="must start with http:// or https://"):
        create_website(address)


async def test_a_page_that_is_not_there_says_where_to_go(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert 'href="/book"' in answer.text


async def test_a_page_that_did_not_change_is_not_sent_again(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/")
    again = await browser.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_head_gives_the_length_without_the_page(browser: httpx.AsyncClient) -> None:
    page, head = await browser.get("/"), await browser.head("/")
    assert head.content == b""
    assert head.headers["content-length"] == str(len(page.content))


async def test_a_slash_too_many_is_led_back(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/book/")
    assert (answer.status_code, answer.headers["location"]) == (308, "/book")


async def test_other_methods_are_refused(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/book")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
