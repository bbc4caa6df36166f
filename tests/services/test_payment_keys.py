"""What is copied from Stripe's dashboard is looked at before it is kept."""

import pytest

from demo.stripe import DEMO_KEY
from slotkeeper.services.payment_keys import (
    PaymentKeysWrong,
    ending,
    is_pretend,
    is_restricted,
    read_payment_keys,
    read_webhook_secret,
)

KEY, WEBHOOK = "rk_live_51QblueHeron", "whsec_greenFinch+/="


@pytest.mark.parametrize(
    ("key", "live", "restricted"),
    [
        ("rk_live_51QblueHeron", True, True),
        ("rk_test_51QblueHeron", False, True),
        ("sk_live_51QblueHeron", True, False),
        ("sk_test_51Q_live_Heron", False, False),
    ],
)
def test_a_key_says_itself_in_which_mode_it_is(key: str, *, live: bool, restricted: bool) -> None:
    keys = read_payment_keys(f" {key}\n", f"{WEBHOOK}\r\n", " acct_1Qheron ")
    assert (keys.secret_key, keys.webhook_secret, keys.account) == (key, WEBHOOK, "acct_1Qheron")
    assert (keys.live, is_restricted(keys.secret_key)) == (live, restricted)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("pk_live_51QblueHeron", "a publishable key"),
        ("whsec_greenFinch", "the secret of a webhook"),
        ("acct_1Qheron", "the name of an account"),
        ("sk_org_live_51QblueHeron", "a key of an organisation"),
        ("sk_51QblueHeron", "expected rk_live_…"),
        ("rk_live_51Q blueHeron", "expected rk_live_…"),
        ("rk_live_51QblueHeron\nrk_live_51QblueHeron", "expected rk_live_…"),
        ("rk_live_ümlaut", "expected rk_live_…"),
        ("rk_live_" + "x" * 300, "expected rk_live_…"),
        ("open sesame", "something else"),
        ("", "is missing"),
    ],
)
def test_what_is_no_secret_key_is_told_without_repeating_it(key: str, said: str) -> None:
    with pytest.raises(PaymentKeysWrong) as wrong:
        read_payment_keys(key, WEBHOOK)
    [problem] = wrong.value.problems
    assert problem.startswith("the secret key")
    assert said in problem
    assert not key or key not in str(wrong.value)


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        (KEY, "a restricted key"),
        ("we_1Qfinch", "not its secret"),
        ("whsec_", "expected whsec_…"),
        ("", "is missing"),
    ],
)
def test_what_is_no_webhook_secret_is_told(secret: str, said: str) -> None:
    for read in (lambda: read_payment_keys(KEY, secret), lambda: read_webhook_secret(secret)):
        with pytest.raises(PaymentKeysWrong) as wrong:
            read()
        [problem] = wrong.value.problems
        assert problem.startswith("the webhook's secret")
        assert said in problem


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(PaymentKeysWrong) as wrong:
        read_payment_keys("", "", "harbour")
    assert len(wrong.value.problems) == 3


def test_the_demos_key_is_known_as_pretend() -> None:
    assert is_pretend(DEMO_KEY.key)
    assert not is_pretend(KEY)
    assert read_payment_keys(DEMO_KEY.key, WEBHOOK).live is False


def test_keys_show_four_letters_where_they_must_be_told_apart_and_else_none() -> None:
    keys = read_payment_keys(KEY, WEBHOOK)
    assert ending(KEY) == "eron"
    assert not any(each in repr(keys) for each in ("Heron", "Finch"))
