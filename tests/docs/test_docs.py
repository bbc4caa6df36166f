"""README.md and docs/ say what the code does: nothing is left out, no link leads nowhere."""

import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from slotkeeper.config import Settings
from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic, OnlineBooking
from slotkeeper.domain.location import Location
from slotkeeper.domain.practitioner import Practitioner

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OF_THE_DATABASE = {"id", "version", "takes_payments"}
ROWS = {
    "locations",
    "practitioners",
    "appointment_types",
    "sessions",
    "resources",
    "online_booking",
}


def read(*names: str) -> str:
    return "\n".join((ROOT / name).read_text("utf-8") for name in names)


def sources(pattern: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "widget").glob(pattern)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_finds_it(document: Path) -> None:
    links = re.findall(r"[^!]\[[^\]]+\]\(([^)#]+)\)", document.read_text("utf-8"))
    files = [link for link in links if not link.startswith("https://")]
    assert [link for link in files if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", ["README.md", "docs/operating.md"])
def test_every_setting_is_explained(document: str) -> None:
    for field in fields(Settings):
        assert f"| `SLOTKEEPER_{field.name.upper()}` |" in read(document)


@pytest.mark.parametrize("kind", [Clinic, OnlineBooking, Location, Practitioner, AppointmentType])
def test_every_key_of_a_clinic_file_is_explained(kind: type) -> None:
    keys = {field.name for field in fields(kind)} - OF_THE_DATABASE - ROWS
    told = set(re.findall(r"`(\w+)`", read("docs/clinic-file.md")))
    assert keys - {"weekly"} <= told
    assert "hours" in told


@pytest.mark.req("E3")
def test_every_custom_property_of_the_widget_is_explained() -> None:
    used = set(re.findall(r"var\(\s*(--slotkeeper-[\w-]+)", sources("static/css/*.css")))
    assert used
    assert used == set(re.findall(r"\| `(--slotkeeper-[\w-]+)`", read("docs/embedding.md")))


@pytest.mark.req("E3")
def test_every_part_of_the_widget_is_explained() -> None:
    page = read("docs/embedding.md").split("| Part |")[1].split("\n\n")[0]
    told = set(re.findall(r"\| `(\w+)` \|", page))
    used = set(re.findall(r'part="(\w+)"', sources("templates/**/*.html"))) | {"root"}
    assert used == told


@pytest.mark.req("E4")
def test_every_attribute_of_the_widget_is_explained() -> None:
    listed = re.search(r"const ATTRIBUTES = \[(.*?)\]", read("embed.js"))
    assert listed
    for name in [*re.findall(r'"(\w+)"', listed[1]), "server"]:
        assert f"| `{name}` |" in read("docs/embedding.md")
        assert f"| `data-{name}` |" in read("docs/embedding.md")


@pytest.mark.req("E5")
def test_every_event_of_the_widget_is_explained() -> None:
    told = set(re.findall(r"\| `slotkeeper:(\w+)`", read("docs/embedding.md")))
    assert told == set(re.findall(r'tell\(widget, "(\w+)"', sources("static/js/*.js")))
