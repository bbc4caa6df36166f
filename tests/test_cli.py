"""The command line as somebody types it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from slotkeeper.commands.serve import listen
from tests.command_line import DEMO, ROOT, environ, fetch, run, serving

__all__ = ["environ"]

pytestmark = pytest.mark.req("O3")


@pytest.mark.parametrize(
    "command",
    [
        *("", "serve", "demo", "migrate", "doctor", "clinic", "clinic import", "clinic export"),
        *("key", "clinic payments", "clinic payments set", "clinic payments show"),
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    shown = run(*command.split(), "--help")
    assert shown.exit_code == 0
    assert "slotkeeper" in shown.output.lower() or command == "doctor"


def test_help_does_not_load_the_server() -> None:
    heavy = "{'asyncpg', 'litestar', 'msgspec', 'uvicorn'}"
    code = f"import sys, slotkeeper.cli; print(sorted({heavy} & {{*sys.modules}}))"
    path = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    assert subprocess.check_output([sys.executable, "-c", code], env=path, text=True) == "[]\n"


def test_a_clinic_goes_in_comes_out_and_is_listed(environ: dict[str, str]) -> None:
    imported = run("clinic", "import", str(DEMO))
    assert imported.exit_code == 0, imported.output
    assert "Harbour Physio is set up: 4 practitioners, 9 appointment types" in imported.output
    exported = run("clinic", "export", "harbour-physio").output
    assert run("clinic", "import", "-", stdin=exported).exit_code == 0
    assert run("clinic", "export", "harbour-physio").output == exported
    assert run("clinic", "list").output.startswith("harbour-physio  Harbour Physio")


@pytest.mark.req("R4")
def test_a_wrong_file_names_line_field_and_what_was_expected_and_changes_nothing(
    environ: dict[str, str],
) -> None:
    text = DEMO.read_text().replace("hold_seconds = 450", "hold_seconds = 5")
    refused = run("clinic", "import", "-", stdin=text)
    line = text[: text.index("hold_seconds")].count("\n") + 1
    assert refused.exit_code == 1
    assert f"line {line}: online_booking.hold_seconds: found 5" in refused.output
    assert "expected a whole number from 60 to 3600" in refused.output
    assert not Path(environ["SLOTKEEPER_DATABASE"]).exists()


def test_a_file_that_is_no_text_is_told_with_its_line(environ: dict[str, str]) -> None:
    refused = run("clinic", "import", "-", stdin=b'[clinic]\nname = "\xe4"\n')
    assert refused.exit_code == 1
    assert "line 2: found the byte 0xe4, expected text in UTF-8" in refused.output


def test_an_unknown_clinic_is_told(environ: dict[str, str]) -> None:
    run("migrate")
    refused = run("clinic", "export", "nowhere")
    assert (refused.exit_code, 'no clinic "nowhere"' in refused.output) == (1, True)


@pytest.mark.parametrize("command", [["clinic", "list"], ["clinic", "export", "x"]])
def test_a_command_that_only_reads_makes_no_database(
    environ: dict[str, str], command: list[str]
) -> None:
    refused = run(*command)
    assert (refused.exit_code, "run slotkeeper migrate" in refused.output) == (1, True)
    assert not Path(environ["SLOTKEEPER_DATABASE"]).exists()


def test_migrating_twice_does_nothing_the_second_time(environ: dict[str, str]) -> None:
    assert "Applied 0001" in run("migrate").output
    assert run("migrate").output == "The database is up to date.\n"


@pytest.mark.req("O6")
@pytest.mark.parametrize("command", ["serve", "demo", "migrate", "doctor", "clinic list"])
def test_a_wrong_setting_stops_the_start_with_its_name(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("SLOTKEEPER_MODE", "prod")
    monkeypatch.setenv("SLOTKEEPER_CLOKC", "x")
    refused = run(*command.split())
    assert refused.exit_code == 1
    assert 'SLOTKEEPER_MODE: expected "development" or "production"' in refused.output
    assert "SLOTKEEPER_CLOKC: no such setting; did you mean SLOTKEEPER_CLOCK?" in refused.output


def employ(email: str, role: str) -> None:
    """Somebody who works for the demo clinic."""
    at = ("--clinic", "harbour-physio", "--role", role)
    assert run("user", "create", email, *at, stdin="a calm long password\n").exit_code == 0


def test_the_doctor_finds_nothing_wrong_with_the_demo(environ: dict[str, str]) -> None:
    unpaid = re.sub(r'prepay = ".+"\n(prepay_from = .+\n)?', "", DEMO.read_text())
    run("clinic", "import", "-", stdin=unpaid)
    employ("robin@harbour.example", "owner")
    examined = run("doctor")
    assert "harbour-physio: patients can book." in examined.output
    assert "harbour-physio: 1 person may sign in, 1 of them as owner." in examined.output
    assert examined.exit_code == 0, examined.output


@pytest.mark.req("A1")
@pytest.mark.req("S9")
def test_the_doctor_says_how_full_the_clinic_is_where_that_decides(environ: dict[str, str]) -> None:
    run("clinic", "import", str(DEMO))
    said = (
        "harbour-physio: new patients are open for Sports massage: "
        "0 % of the next 28 days is booked; they close above 90 %."
    )
    assert said in " ".join(run("doctor").output.split())


def test_the_doctor_says_when_nobody_may_sign_in_or_nobody_as_owner(
    environ: dict[str, str],
) -> None:
    run("clinic", "import", str(DEMO))
    examined = run("doctor")
    create = "slotkeeper user create EMAIL --clinic harbour-physio"
    assert f"✗ harbour-physio: nobody may sign in: {create}" in examined.output
    employ("mara@harbour.example", "reception")
    examined = run("doctor")
    assert "✗ harbour-physio: it has no owner, so nobody can change" in examined.output
    assert create in examined.output


@pytest.mark.req("P1")
def test_the_doctor_says_what_is_missing_for_prepayments(environ: dict[str, str]) -> None:
    run("clinic", "import", str(DEMO))
    examined = run("doctor")
    assert examined.exit_code == 1
    assert "harbour-physio: Sports massage offers nothing: it asks for a" in examined.output
    assert "slotkeeper clinic payments set" in examined.output


def test_the_doctor_leaves_no_trace(environ: dict[str, str]) -> None:
    assert run("doctor").exit_code == 1
    assert not Path(environ["SLOTKEEPER_DATABASE"]).parent.exists()
    run("migrate")
    run("doctor")
    assert run("clinic", "list").output.startswith("There is no clinic yet")


def test_the_doctor_says_what_to_do_next(environ: dict[str, str]) -> None:
    assert "run slotkeeper migrate" in run("doctor").output
    run("migrate")
    assert "slotkeeper clinic import" in run("doctor").output
    run(
        "clinic", "import", "-", stdin=DEMO.read_text().replace("enabled = true", "enabled = false")
    )
    examined = run("doctor")
    assert "harbour-physio: online booking is switched off" in examined.output
    assert examined.exit_code == 1


def test_the_doctor_names_a_database_that_does_not_answer(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOTKEEPER_DATABASE", "postgresql://nobody:hidden@127.0.0.1:1/none")
    examined = run("doctor")
    assert examined.exit_code == 1
    assert "the database does not answer" in examined.output
    assert "hidden" not in examined.output


def test_a_taken_port_is_told(environ: dict[str, str]) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        refused = run("serve", "--port", port)
    assert (refused.exit_code, "choose another with --port" in refused.output) == (1, True)


@pytest.mark.req("O4")
def test_serve_prints_its_address_answers_and_stops_when_told(environ: dict[str, str]) -> None:
    run("clinic", "import", str(DEMO))
    with serving(environ, "serve", "--port", "0") as [printed, process]:
        address = next(printed)
        assert fetch(f"{address}/healthz") == 200
        assert fetch(f"{address}/c/harbour-physio") == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(90) == 0
