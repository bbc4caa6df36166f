"""A wheel built from this checkout, installed elsewhere, serves a clinic."""

import os
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.free_port import free_port

ROOT = Path(__file__).parent.parent
CLINIC = ROOT / "demo" / "clinic.toml"
SECONDS_TO_START = 90

pytestmark = pytest.mark.slow


@pytest.mark.req("O1")
@pytest.mark.req("O3")
def test_an_installed_wheel_serves_the_booking_page_of_an_imported_clinic(server: str) -> None:
    slug = tomllib.loads(CLINIC.read_text())["clinic"]["slug"]
    status, kind = _get(f"{server}/c/{slug}")
    assert (status, kind) == (200, "text/html")


@pytest.mark.req("E1")
def test_an_installed_wheel_serves_the_widget(server: str) -> None:
    status, kind = _get(f"{server}/embed.js")
    assert (status, kind) == (200, "text/javascript")


@pytest.mark.req("A1")
def test_an_installed_wheel_serves_the_portal(server: str) -> None:
    status, kind = _get(f"{server}/staff/sign-in")
    assert (status, kind) == (200, "text/html")


def test_an_installed_wheel_holds_the_demo(elsewhere: Path) -> None:
    assert (elsewhere / "slotkeeper" / "demo" / "clinic.toml").read_bytes() == CLINIC.read_bytes()


def test_an_installed_wheel_holds_the_pretend_stripe(elsewhere: Path) -> None:
    code = (
        "from slotkeeper.demo import stripe; from pathlib import Path;"
        "assert stripe.create_fake_stripe([stripe.DEMO_ACCOUNT], [stripe.DEMO_KEY]);"
        "print(Path(stripe.__file__).parent)"
    )
    environment = {**os.environ, "PYTHONPATH": str(elsewhere)}
    ran = [sys.executable, "-c", code]
    folder = Path(subprocess.check_output(ran, cwd=elsewhere, env=environment, text=True).strip())
    assert folder.is_relative_to(elsewhere)
    assert (folder / "templates" / "pay.html").exists()


def test_an_installed_wheel_holds_the_inbox(elsewhere: Path) -> None:
    code = (
        "from slotkeeper.demo import mail; from pathlib import Path;"
        "assert mail.Box() and mail.create_mail_catcher; print(Path(mail.__file__).parent)"
    )
    environment = {**os.environ, "PYTHONPATH": str(elsewhere)}
    ran = [sys.executable, "-c", code]
    folder = Path(subprocess.check_output(ran, cwd=elsewhere, env=environment, text=True).strip())
    assert folder.is_relative_to(elsewhere)
    assert (folder / "templates" / "letter.html").exists()


@pytest.fixture(scope="module")
def server(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    folder = tmp_path_factory.mktemp("served")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SLOTKEEPER_")},
        "PYTHONPATH": str(elsewhere),
        "SLOTKEEPER_DATABASE": str(folder / "clinic.db"),
        "SLOTKEEPER_URL": f"http://127.0.0.1:{port}",
    }
    slotkeeper = [sys.executable, "-m", "slotkeeper.cli"]
    where = [sys.executable, "-c", "import slotkeeper; print(slotkeeper.__file__)"]
    imported = subprocess.check_output(where, cwd=folder, env=environment, text=True)
    assert Path(imported).is_relative_to(elsewhere)
    subprocess.run(
        [*slotkeeper, "clinic", "import", str(CLINIC)], cwd=folder, env=environment, check=True
    )
    serve = [*slotkeeper, "serve", "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(serve, cwd=folder, env=environment) as process:
        try:
            _wait_until_ready(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, away from the checkout, that the wheel is installed in."""
    built = tmp_path_factory.mktemp("built")
    target = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(built)], cwd=ROOT, check=True)
    (wheel,) = built.glob("slotkeeper-*.whl")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*install, "--target", str(target), str(wheel)], check=True)
    return target


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it answered"
        try:
            _get(f"http://127.0.0.1:{port}/readyz")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no answer within {SECONDS_TO_START} seconds")


def _get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  # our own server
        return answer.status, answer.headers.get_content_type()
