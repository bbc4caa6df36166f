"""Where a diary may be, guessed from the little that somebody knows."""

import pytest

from slotkeeper.domain.diary_provider import (
    PROVIDERS,
    Provider,
    addresses_to_try,
    closed_provider,
    find_provider,
)

pytestmark = pytest.mark.req("N3")


def provider(key: str) -> Provider:
    found = find_provider(key)
    assert found is not None
    return found


def test_who_has_icloud_types_no_address() -> None:
    assert addresses_to_try(provider("icloud"), "", "nell@icloud.com") == [
        "https://caldav.icloud.com/"
    ]


@pytest.mark.parametrize(
    "typed",
    ["cloud.harbour.example", "https://cloud.harbour.example", "https://cloud.harbour.example/"],
)
def test_a_nextcloud_is_asked_where_it_keeps_its_diaries_first(typed: str) -> None:
    first, second = addresses_to_try(provider("nextcloud"), typed, "nell")
    assert first == "https://cloud.harbour.example/remote.php/dav/"
    assert second.startswith("https://cloud.harbour.example")


def test_an_address_copied_from_a_nextcloud_is_used_as_it_is() -> None:
    copied = "https://cloud.harbour.example/remote.php/dav/calendars/nell/practice/"
    assert addresses_to_try(provider("nextcloud"), copied, "nell") == [copied]


def test_without_an_address_the_domain_of_the_mail_address_is_asked() -> None:
    found = addresses_to_try(provider("other"), "", "nell@harbour.example")
    assert found == ["https://harbour.example"]


@pytest.mark.parametrize("typed", ["", "  ", "two words", "https://", "http://[::1", "x" * 600])
def test_what_is_no_address_leads_nowhere(typed: str) -> None:
    assert addresses_to_try(provider("other"), typed, "") == []


def test_who_lets_nobody_in_with_a_password_is_known_by_the_mail_address() -> None:
    google = closed_provider(" Nell@Gmail.com ")
    assert google is not None
    assert google.key == "google"
    assert closed_provider("nell@icloud.com") is None
    assert closed_provider("") is None


def test_all_addresses_are_encrypted_ones() -> None:
    known = [each.address for each in PROVIDERS if each.address]
    assert known
    assert all(each.startswith("https://") for each in known)
