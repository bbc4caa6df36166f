"""`slotkeeper clinic payments`: how a clinic is paid, and what it never tells."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from demo.stripe import Account, Key, create_fake_stripe, serving
from slotkeeper.encryption_keys import new_key
from slotkeeper.services.payment_accounts import WEBHOOK_EVENTS
from tests.command_line import DEMO, ROOT, environ, run

__all__ = ["environ"]

CLINIC = "harbour-physio"
KEY, WEBHOOK = "rk_test_blueHeron", "whsec_greenFinch"
SECRETS = ("Heron", "Finch")
NEW, OLD = new_key(), new_key()
PREPAID = 'price = "128.00"\nprepay = "none"', 'price = "128.00"\nprepay = "deposit 30.00"'
MAY = frozenset({"checkout_session_write", "payment_intent_write", "charge_write", "dispute_read"})


@pytest.fixture(scope="module")
def stripe() -> Iterator[str]:
    keys = [
        Key(KEY, "acct_harbour", MAY),
        Key("rk_live_blueHeron", "acct_harbour", MAY),
        Key("sk_test_blueHeron", "acct_harbour"),
        Key("rk_test_narrowHeron", "acct_harbour", MAY - {"charge_write"}),
    ]
    with serving(create_fake_stripe([Account("acct_harbour", "Harbour Physio")], keys)) as url:
        yield url


@pytest.fixture(autouse=True)
def clinic(environ: dict[str, str], stripe: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_STRIPE_API", stripe)
    assert run("clinic", "import", "-", stdin=DEMO.read_text().replace(*PREPAID)).exit_code == 0


def pay(command: str, *args: str, stdin: str = "") -> tuple[int, str]:
    """Exit code and all that was printed, in which no secret ever is."""
    result = run("clinic", "payments", command, *args, stdin=stdin)
    assert not any(each in result.output for each in SECRETS)
    return result.exit_code, result.output


def set_keys(key: str = KEY, webhook: str = WEBHOOK, *options: str) -> tuple[int, str]:
    return pay("set", CLINIC, *options, stdin=f"{key}\n{webhook}\n")


def test_keys_come_from_standard_input_are_tried_and_kept() -> None:
    code, said = set_keys()
    assert code == 0, said
    assert "harbour-physio is paid through Stripe, in test mode: no money moves." in said
    assert "restricted one" not in said
    code, said = pay("show", CLINIC)
    assert code == 0
    assert "Its restricted key ends in eron." in said


def test_what_to_enter_at_stripe_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
    for _, said in (set_keys(), pay("show", CLINIC)):
        assert "https://book.example/hooks/stripe/harbour-physio\n" in said
        assert all(f"  {each}\n" in said for each in WEBHOOK_EVENTS)


def test_real_money_is_named() -> None:
    assert "in live mode: real money" in set_keys("rk_live_blueHeron")[1]
    assert "in live mode: real money" in pay("show", CLINIC)[1]


def test_a_key_that_may_do_everything_is_kept_with_advice() -> None:
    code, said = set_keys("sk_test_blueHeron")
    assert (code, "A restricted one (rk_…) does less harm" in said) == (0, True)


@pytest.mark.parametrize(
    ("key", "webhook", "said"),
    [
        ("pk_test_blueHeron", WEBHOOK, "the secret key: expected rk_live_…"),
        ("pk_test_blueHeron", WEBHOOK, "this is a publishable key"),
        (WEBHOOK, KEY, "this is the secret of a webhook"),
        (KEY, "", "the webhook's secret is missing"),
        ("sk_test_unknownHeron", WEBHOOK, "Stripe refused the key: it does not know it"),
        ("rk_test_narrowHeron", WEBHOOK, "docs/payments.md lists the permissions"),
    ],
)
def test_what_cannot_be_right_is_told_and_nothing_is_kept(
    key: str, webhook: str, said: str
) -> None:
    code, told = set_keys(key, webhook)
    assert (code, said in told) == (1, True), told
    assert "takes no payments yet" in pay("show", CLINIC)[1]


def test_secrets_are_no_arguments() -> None:
    refused = run("clinic", "payments", "set", CLINIC, KEY, WEBHOOK)
    assert refused.exit_code == 2


def test_where_stripe_does_not_answer_keys_are_kept_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLOTKEEPER_STRIPE_API", "http://127.0.0.1:9")
    code, said = set_keys()
    assert (code, "Stripe could not be asked" in said) == (0, True)
    assert pay("show", CLINIC)[0] == 0


def test_production_without_an_encryption_key_is_told_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    in_production(monkeypatch)
    code, said = set_keys()
    assert code == 1
    assert "slotkeeper key" in said
    assert "SLOTKEEPER_ENCRYPTION_KEYS" in said


def test_a_new_webhook_secret_is_added_to_the_one_before() -> None:
    set_keys()
    assert "signed with the newest secret and with the one before" not in pay("show", CLINIC)[1]
    code, said = pay("webhook-secret", CLINIC, stdin="whsec_newFinch\n")
    assert (code, "this secret and with the one before" in said) == (0, True)
    assert "signed with the newest secret and with the one before" in pay("show", CLINIC)[1]


def test_a_clinic_that_takes_no_payments_yet_is_told_what_to_run() -> None:
    advice = "slotkeeper clinic payments set harbour-physio"
    for command in ("show", "webhook-secret", "remove"):
        code, said = pay(command, CLINIC, stdin=f"{WEBHOOK}\n")
        assert (code, advice in said) == (1, True)
    assert 'no clinic "nowhere"' in pay("show", "nowhere")[1]


def test_removed_keys_are_gone() -> None:
    set_keys()
    assert pay("remove", CLINIC)[0] == 0
    assert "takes no payments yet" in pay("show", CLINIC)[1]


def test_encryption_keys_are_exchanged_in_three_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", OLD)
    set_keys()
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", f"{NEW},{OLD}")
    assert pay("reseal") == (0, "Sealed with the newest encryption key: 1.\n")
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", NEW)
    assert pay("show", CLINIC)[0] == 0


def test_a_key_taken_away_too_early_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", OLD)
    set_keys()
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", NEW)
    code, said = pay("reseal")
    assert (code, "harbour-physio: no encryption key fits" in said) == (1, True)
    code, said = pay("show", CLINIC)
    assert (code, "not among SLOTKEEPER_ENCRYPTION_KEYS" in said) == (1, True)


def test_each_printed_encryption_key_is_new_and_fits_the_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = (run("key").output.strip() for _ in range(2))
    assert first != second
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", f"{first},{second}")
    assert set_keys()[0] == 0


@pytest.mark.req("O3")
def test_the_doctor_tells_what_is_missing_wrong_and_right(monkeypatch: pytest.MonkeyPatch) -> None:
    examined = run("doctor")
    assert examined.exit_code == 1
    assert "no payments can be taken for Initial consultation" in examined.output
    assert "slotkeeper clinic payments set harbour-physio" in examined.output
    set_keys()
    owner = ("robin@harbour.example", "--clinic", CLINIC)
    run("user", "create", *owner, stdin="a calm long password\n")
    examined = run("doctor")
    assert examined.exit_code == 0, examined.output
    assert "Stripe knows its key, which ends in eron; test mode" in examined.output
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", NEW)
    examined = run("doctor")
    assert "not among SLOTKEEPER_ENCRYPTION_KEYS" in examined.output
    assert examined.exit_code == 1


def test_the_doctor_tells_when_stripe_does_not_know_the_key_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_keys()
    with serving(create_fake_stripe()) as another:
        monkeypatch.setenv("SLOTKEEPER_STRIPE_API", another)
        assert "Stripe refused the key: it does not know it" in run("doctor").output
    examined = run("doctor")
    assert "Stripe does not answer" in examined.output
    assert examined.exit_code == 1


def test_the_doctor_finds_a_pretend_key_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLOTKEEPER_STRIPE_API", "http://127.0.0.1:9")
    monkeypatch.setenv("SLOTKEEPER_ENCRYPTION_KEYS", NEW)
    set_keys("sk_test_pretend_harbour_physio")
    in_production(monkeypatch)
    examined = run("doctor")
    assert "payments go to the demo's pretend Stripe" in examined.output
    assert examined.exit_code == 1


def test_who_types_the_keys_does_not_see_them(environ: dict[str, str]) -> None:
    """On a terminal of its own: `pty` starts the command, and hands on what is typed and shown."""
    command = [sys.executable, "-m", "slotkeeper.cli", "clinic", "payments", "set", CLINIC]
    spawn = f"import pty, sys; sys.exit(pty.spawn({command!r}) >> 8)"
    with subprocess.Popen(
        [sys.executable, "-c", spawn],
        env={**os.environ, "PYTHONPATH": str(ROOT / "server")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as terminal:
        assert terminal.stdin
        assert terminal.stdout
        shown = ""
        for prompt, typed in (("sk_…): ", KEY), ("(whsec_…): ", WEBHOOK)):
            while not shown.endswith(prompt):
                shown += terminal.stdout.read(1)
            print(typed, file=terminal.stdin, flush=True)
        shown += terminal.stdout.read()
    assert terminal.returncode == 0, shown
    assert "is paid through Stripe, in test mode" in shown
    assert not any(each in shown for each in SECRETS)


def in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLOTKEEPER_STRIPE_API")
    monkeypatch.setenv("SLOTKEEPER_MODE", "production")
    monkeypatch.setenv("SLOTKEEPER_SECRET", "x" * 40)
    monkeypatch.setenv("SLOTKEEPER_URL", "https://book.example")
