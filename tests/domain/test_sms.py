"""How long a text is, what an answer means, and which news of a text count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slotkeeper.domain.sms_state import SmsState, is_news
from slotkeeper.domain.sms_text import count_segments, is_gsm7, plain
from slotkeeper.domain.sms_words import read_answer


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 8, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_parts_are_counted_as_phone_companies_do(text: str, segments: int) -> None:
    assert count_segments(text) == segments


def test_a_sign_of_two_halves_is_not_parted() -> None:
    assert count_segments("a" * 152 + "€" + "a" * 152) == 3


def test_fine_print_becomes_plain() -> None:
    fine = "9:00\u202fam \u2013 \u201cHarbour\u201d\u2026 it\u2019s"
    assert not is_gsm7(fine)
    assert plain(fine) == '9:00 am - "Harbour"... it\'s'
    assert is_gsm7(plain(fine))


@given(st.text(max_size=400))
def test_a_longer_text_never_has_fewer_parts(text: str) -> None:
    assert count_segments(text) <= count_segments(text + "a")


@pytest.mark.parametrize("said", ["STOP", " stop. ", "Stop!", "UNSUBSCRIBE", "Stopp", "END"])
def test_stop_is_understood(said: str) -> None:
    assert read_answer(said) == "stop"


@pytest.mark.parametrize("said", ["START", "unstop", "Yes"])
def test_start_is_understood(said: str) -> None:
    assert read_answer(said) == "start"


@pytest.mark.parametrize("said", ["", "I'll stop by at nine", "please stop", "Thank you!"])
def test_a_word_counts_alone_only(said: str) -> None:
    assert read_answer(said) == ""


@pytest.mark.parametrize(
    ("known", "told", "counts"),
    [
        ("sending", "queued", True),
        ("queued", "sent", True),
        ("queued", "delivered", True),
        ("sent", "queued", False),
        ("delivered", "sent", False),
        ("delivered", "failed", False),
        ("failed", "delivered", True),
        ("failed", "sent", False),
        ("sent", "sent", False),
    ],
)
def test_news_go_on_and_never_back(known: str, told: SmsState, counts: bool) -> None:
    assert is_news(known, told) is counts
