"""Signed tokens: trusted by us alone, for one purpose and a time."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.tokens import Signer, TokenInvalid

SIGNER = Signer("a secret of the tests, long enough")
NOW = 1_799_010_000
VALUES = st.lists(st.integers(-(2**62), 2**62) | st.text(max_size=8), max_size=6)
"""What fits a token, whatever the letters are."""


def is_refused(token: str, purpose: str = "hold", now: int = NOW) -> bool:
    with pytest.raises(TokenInvalid):
        SIGNER.read(purpose, token, now)
    return True


@given(VALUES)
def test_what_was_signed_is_read_again(values: list[int | str]) -> None:
    assert SIGNER.read("hold", SIGNER.sign("hold", NOW + 1, *values), NOW) == values


@given(VALUES)
def test_a_token_is_made_of_letters_that_an_address_takes(values: list[int | str]) -> None:
    token = SIGNER.sign("hold", NOW, *values)
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()


@pytest.mark.req("R5")
def test_a_token_is_good_until_its_time_and_not_at_it() -> None:
    token = SIGNER.sign("hold", NOW, 1)
    assert SIGNER.read("hold", token, NOW - 1) == [1]
    assert is_refused(token, now=NOW)


@pytest.mark.req("R5")
def test_a_token_of_another_purpose_is_refused() -> None:
    assert is_refused(SIGNER.sign("manage", NOW + 1, 1))


@pytest.mark.req("R5")
def test_a_token_of_another_secret_is_refused() -> None:
    other = Signer("another secret of the tests, as long")
    assert is_refused(other.sign("hold", NOW + 1, 1))


@pytest.mark.req("R5")
def test_a_token_with_any_bit_changed_is_refused() -> None:
    token = SIGNER.sign("hold", NOW + 1, 1, "visitor")
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert is_refused(base64.urlsafe_b64encode(bytes(changed)).decode().rstrip("="))


@pytest.mark.req("R4")
@given(st.text(max_size=700))
def test_any_other_text_is_refused(text: str) -> None:
    assert is_refused(text)


@pytest.mark.req("R4")
@pytest.mark.parametrize("text", ["", "A", "=", "A" * 10**6, "\ud800", "\x00", " ", "é"])
def test_odd_texts_are_refused(text: str) -> None:
    assert is_refused(text)


def test_a_digest_recognises_a_text_and_tells_nothing_of_it() -> None:
    digest = SIGNER.digest("address", "192.0.2.1")
    assert digest == SIGNER.digest("address", "192.0.2.1")
    assert len({digest, SIGNER.digest("visitor", "192.0.2.1"), SIGNER.digest("address", "")}) == 3
    assert len(digest) == 32
    assert int(digest, 16) >= 0
