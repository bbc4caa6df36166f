"""Settings come from the environment; a wrong one stops the start with its name."""

from pathlib import Path

import pytest

from slotkeeper.config import Settings, SettingsWrong, encryption_keys, read_settings
from slotkeeper.development_secret import DEVELOPMENT_SECRET, keep_secret_beside
from slotkeeper.encryption_keys import new_key
from slotkeeper.gateways.smtp.server import MailServer

SECRET = "ninety-nine unguessable balloons drift by"
NEW, OLD = new_key(), new_key()
PRODUCTION = {
    "SLOTKEEPER_MODE": "production",
    "SLOTKEEPER_SECRET": SECRET,
    "SLOTKEEPER_URL": "https://book.example/",
}

pytestmark = pytest.mark.req("O6")


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "SLOTKEEPER_DATABASE": str(tmp_path / "clinic.db"),
            "SLOTKEEPER_URL": "http://127.0.0.1:8000",
            "SLOTKEEPER_SECRET": SECRET,
            "SLOTKEEPER_CLOCK": "2026-01-05T09:00:00Z",
            "SLOTKEEPER_ABUSE_CHECKS": "off",
            "SLOTKEEPER_TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/16,::1",
            "SLOTKEEPER_ENCRYPTION_KEYS": f"{NEW}, {OLD}",
            "SLOTKEEPER_STRIPE_API": "http://127.0.0.1:8002/",
            "SLOTKEEPER_MAIL": "smtp://desk:s%40fe@mail.example:2525",
            "SLOTKEEPER_MAIL_FROM": "desk@book.example",
            "PATH": "/usr/bin",
        }
    )
    assert settings == Settings(
        mode="development",
        database=str(tmp_path / "clinic.db"),
        url="http://127.0.0.1:8000",
        secret=SECRET,
        clock=1_767_603_600,
        abuse_checks=False,
        trusted_proxies=("10.0.0.5", "10.1.0.0/16", "::1"),
        encryption_keys=(NEW, OLD),
        stripe_api="http://127.0.0.1:8002",
        mail=MailServer(
            host="mail.example", port=2525, tls="must_start", user="desk", password="s@fe"
        ),
        mail_from="desk@book.example",
    )


def test_production_needs_a_secret_and_a_public_address() -> None:
    settings = read_settings(PRODUCTION)
    assert (settings.mode, settings.url) == ("production", "https://book.example")


def test_an_empty_value_is_as_good_as_none() -> None:
    assert read_settings({**PRODUCTION, "SLOTKEEPER_CLOCK": ""}).clock is None


def test_each_setting_can_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n")
    environ = {**PRODUCTION, "SLOTKEEPER_SECRET": "", "SLOTKEEPER_SECRET_FILE": str(file)}
    assert read_settings(environ).secret == SECRET


WRONG = [
    ({"SLOTKEEPER_MODE": "prod"}, "SLOTKEEPER_MODE", '"production"'),
    ({"SLOTKEEPER_DATABASE": "mysql://x"}, "SLOTKEEPER_DATABASE", "postgresql://"),
    ({"SLOTKEEPER_DATABASE": ":memory:"}, "SLOTKEEPER_DATABASE", "SQLite"),
    ({"SLOTKEEPER_URL": "book.example"}, "SLOTKEEPER_URL", "https://"),
    ({"SLOTKEEPER_URL": "https://book.example/a"}, "SLOTKEEPER_URL", "without a path"),
    ({"SLOTKEEPER_SECRET": "short"}, "SLOTKEEPER_SECRET", "32"),
    ({"SLOTKEEPER_CLOCK": "2026-01-05T09:00:00"}, "SLOTKEEPER_CLOCK", "09:00:00Z"),
    ({"SLOTKEEPER_CLOCK": "yesterday"}, "SLOTKEEPER_CLOCK", "instant"),
    ({"SLOTKEEPER_CLOCK": "0001-01-01T00:00:00Z"}, "SLOTKEEPER_CLOCK", "instant"),
    ({"SLOTKEEPER_ABUSE_CHECKS": "no"}, "SLOTKEEPER_ABUSE_CHECKS", '"off"'),
    ({"SLOTKEEPER_TRUSTED_PROXIES": "proxy"}, "SLOTKEEPER_TRUSTED_PROXIES", "addresses"),
    ({"SLOTKEEPER_DATABSE": "x"}, "SLOTKEEPER_DATABSE", "SLOTKEEPER_DATABASE"),
    ({"SLOTKEEPER_COLOUR": "red"}, "SLOTKEEPER_COLOUR", "SLOTKEEPER_MODE"),
    ({"SLOTKEEPER_SECRET_FILE": "/nowhere/at/all"}, "SLOTKEEPER_SECRET", "readable file"),
    ({"SLOTKEEPER_SECRET": SECRET, "SLOTKEEPER_SECRET_FILE": "x"}, "SLOTKEEPER_SECRET", "not both"),
    ({"SLOTKEEPER_MODE": "production"}, "SLOTKEEPER_URL", "https://"),
    ({"SLOTKEEPER_MODE": "production"}, "SLOTKEEPER_SECRET", "openssl"),
    ({"SLOTKEEPER_ENCRYPTION_KEYS": "short"}, "SLOTKEEPER_ENCRYPTION_KEYS", "slotkeeper key"),
    ({"SLOTKEEPER_ENCRYPTION_KEYS": f"{NEW},x"}, "SLOTKEEPER_ENCRYPTION_KEYS", "number 2 of 2"),
    ({"SLOTKEEPER_ENCRYPTION_KEYS": f"{NEW} {OLD}"}, "SLOTKEEPER_ENCRYPTION_KEYS", "with commas"),
    ({"SLOTKEEPER_ENCRYPTION_KEYS": f"{NEW},{NEW}"}, "SLOTKEEPER_ENCRYPTION_KEYS", "once"),
    ({"SLOTKEEPER_STRIPE_API": "stripe"}, "SLOTKEEPER_STRIPE_API", "https://"),
    ({"SLOTKEEPER_MAIL": "mail.example:587"}, "SLOTKEEPER_MAIL", "smtp://"),
    ({"SLOTKEEPER_MAIL": "smtp://desk@mail.example"}, "SLOTKEEPER_MAIL", "password"),
    ({"SLOTKEEPER_MAIL": "smtp://mail.example:x"}, "SLOTKEEPER_MAIL", "smtp://"),
    ({"SLOTKEEPER_MAIL": "smtp://mail.example"}, "SLOTKEEPER_MAIL_FROM", "e-mail address"),
    ({"SLOTKEEPER_MAIL_FROM": "the desk"}, "SLOTKEEPER_MAIL_FROM", "e-mail address"),
    (PRODUCTION | {"SLOTKEEPER_STRIPE_API": "http://localhost"}, "SLOTKEEPER_STRIPE_API", "none"),
    (PRODUCTION | {"SLOTKEEPER_URL": "http://book.example"}, "SLOTKEEPER_URL", "https://"),
    (PRODUCTION | {"SLOTKEEPER_SECRET": DEVELOPMENT_SECRET}, "SLOTKEEPER_SECRET", "public"),
    (PRODUCTION | {"SLOTKEEPER_CLOCK": "2026-01-05T09:00:00Z"}, "SLOTKEEPER_CLOCK", "none"),
    (PRODUCTION | {"SLOTKEEPER_ABUSE_CHECKS": "off"}, "SLOTKEEPER_ABUSE_CHECKS", '"on"'),
]


@pytest.mark.parametrize(("environ", "name", "expected"), WRONG)
def test_a_wrong_setting_is_refused_with_its_name_and_what_was_expected(
    environ: dict[str, str], name: str, expected: str
) -> None:
    [problem] = [each for each in _problems(environ) if each.startswith(f"{name}:")]
    assert expected in problem


def test_a_refused_secret_is_not_repeated() -> None:
    [problem] = _problems({"SLOTKEEPER_SECRET": "hunter2"})
    assert "hunter2" not in problem


def test_a_refused_encryption_key_is_not_repeated() -> None:
    [problem] = _problems({"SLOTKEEPER_ENCRYPTION_KEYS": f"{NEW},hunter2"})
    assert not any(each in problem for each in ("hunter2", NEW))


def test_settings_do_not_show_their_secrets() -> None:
    shown = repr(read_settings({**PRODUCTION, "SLOTKEEPER_ENCRYPTION_KEYS": NEW}))
    assert not any(each in shown for each in (SECRET, NEW))


def test_in_development_an_encryption_key_follows_from_the_secret() -> None:
    mine, same, other = (Settings(secret=each * 40) for each in ("a", "a", "b"))
    assert encryption_keys(mine) == encryption_keys(same) != encryption_keys(other)
    assert encryption_keys(Settings(encryption_keys=(NEW,))) == (NEW,)


def test_production_makes_no_encryption_key_of_the_secret() -> None:
    assert encryption_keys(read_settings(PRODUCTION)) == ()


def test_all_problems_are_told_at_once() -> None:
    environ = {
        "SLOTKEEPER_MODE": "production",
        "SLOTKEEPER_ABUSE_CHECKS": "off",
        "SLOTKEEPER_X": "1",
    }
    names = [each.partition(":")[0] for each in _problems(environ)]
    assert names == [f"SLOTKEEPER_{name}" for name in ("X", "SECRET", "URL", "ABUSE_CHECKS")]


def test_in_development_a_secret_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    environ = {"SLOTKEEPER_DATABASE": str(tmp_path / "new" / "clinic.db")}
    first, second = read_settings(environ), read_settings(environ)
    assert len(first.secret) >= 32
    assert first.secret == second.secret
    assert (tmp_path / "new" / "clinic.secret").stat().st_mode & 0o777 == 0o600


def test_a_command_that_only_looks_takes_the_secret_that_is_there(tmp_path: Path) -> None:
    environ = {"SLOTKEEPER_DATABASE": str(tmp_path / "clinic.db")}
    assert read_settings(environ, keep_secret=False).secret == ""
    assert list(tmp_path.iterdir()) == []
    kept = read_settings(environ).secret
    assert read_settings(environ, keep_secret=False).secret == kept


def test_two_clinics_in_development_do_not_share_a_secret(tmp_path: Path) -> None:
    assert keep_secret_beside(tmp_path / "a.db") != keep_secret_beside(tmp_path / "b.db")


def test_development_processes_on_postgresql_agree_without_a_file() -> None:
    settings = read_settings({"SLOTKEEPER_DATABASE": "postgresql://localhost/slotkeeper"})
    assert settings.secret == DEVELOPMENT_SECRET


def test_a_place_where_no_secret_can_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    problems = _problems({"SLOTKEEPER_DATABASE": str(tmp_path / "file" / "clinic.db")})
    assert [each.partition(":")[0] for each in problems] == ["SLOTKEEPER_SECRET"]


def _problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsWrong) as caught:
        read_settings(environ)
    return caught.value.problems
