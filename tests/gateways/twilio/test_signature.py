"""Call-backs are believed for their signature alone."""

import pytest

from demo.sms.calls import sign as sign_elsewhere
from slotkeeper.domain.sms_state import SmsState
from slotkeeper.gateways.twilio.news import read_answer, read_news
from slotkeeper.gateways.twilio.signature import is_signed, sign

TOKEN = "12345"
URL = "https://book.example/hooks/sms/harbour-physio/news/7"
FIELDS = {"MessageSid": ["SM1"], "MessageStatus": ["delivered"], "To": ["+61412345678"]}


def flat(fields: dict[str, list[str]]) -> dict[str, str]:
    return {name: values[0] for name, values in fields.items()}


def test_what_was_written_apart_from_it_signs_the_same() -> None:
    assert sign(TOKEN, URL, FIELDS) == sign_elsewhere(TOKEN, URL, flat(FIELDS))


def test_the_signature_of_the_documented_scheme_is_right() -> None:
    """Worked out with openssl: echo -n 'https://a.example/xA1b2' | openssl sha1 -hmac 12345."""
    assert sign(TOKEN, "https://a.example/x", {"b": ["2"], "A": ["1"]}) == EXPECTED


EXPECTED = "X8xAFU4zvppmRBMXhgEKmzS8FqA="


@pytest.mark.parametrize(
    ("token", "url", "changes"),
    [
        ("12346", URL, {}),
        (TOKEN, URL.replace("7", "8"), {}),
        (TOKEN, URL, {"MessageStatus": ["failed"]}),
        (TOKEN, URL, {"More": ["x"]}),
        ("", URL, {}),
    ],
)
def test_another_token_address_or_field_is_refused(
    token: str, url: str, changes: dict[str, list[str]]
) -> None:
    signature = sign(TOKEN, URL, FIELDS)
    assert is_signed(TOKEN, URL, FIELDS, signature)
    assert not is_signed(token, url, FIELDS | changes, signature)


@pytest.mark.parametrize("signature", ["", "é", "AAAA", "=" * 28])
def test_what_is_no_signature_is_refused(signature: str) -> None:
    assert not is_signed(TOKEN, URL, FIELDS, signature)


def test_a_port_that_goes_without_saying_may_be_said() -> None:
    named = sign(TOKEN, URL.replace("book.example", "book.example:443"), FIELDS)
    assert is_signed(TOKEN, URL, FIELDS, named)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("accepted", "queued"),
        ("sending", "queued"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("undelivered", "failed"),
        ("failed", "failed"),
    ],
)
def test_each_status_is_one_of_four(said: str, state: SmsState) -> None:
    news = read_news({"MessageSid": ["SM1"], "MessageStatus": [said], "ErrorCode": ["30003"]})
    assert news is not None
    assert (news.id, news.state, news.problem) == ("SM1", state, "30003")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"MessageStatus": ["sent"]},
        {"MessageSid": ["SM1"], "MessageStatus": ["dancing"]},
        {"MessageSid": ["S" * 65], "MessageStatus": ["sent"]},
    ],
)
def test_what_is_not_known_says_nothing(fields: dict[str, list[str]]) -> None:
    assert read_news(fields) is None


def test_a_problem_is_a_code_and_never_words() -> None:
    fields = {"MessageSid": ["SM1"], "MessageStatus": ["failed"], "ErrorCode": ["call +61 4"]}
    news = read_news(fields)
    assert news is not None
    assert news.problem == ""


def test_an_answer_says_who_and_what() -> None:
    answer = read_answer({"From": ["+61412345678"], "Body": ["Stop"], "OptOutType": ["STOP"]})
    assert answer is not None
    assert (answer.number, answer.body, answer.wish) == ("+61412345678", "Stop", "stop")
    assert read_answer({"Body": ["Stop"]}) is None
