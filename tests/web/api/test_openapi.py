"""The OpenAPI description: schemathesis finds no fault with it, nor with what it describes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server_process import start_server
from tests.web.world import World

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


@pytest.mark.req("O4", "O5", "R4")
def test_schemathesis_finds_no_fault(tmp_path: Path) -> None:
    """All its checks and phases, against a real server: addresses that no client library would send
    reach it too.
    """
    with start_server(clock="2027-01-04T22:00:00Z", abuse_checks=False) as server:
        address = f"{server.url}/api/v1/schema"
        options = ["--checks", "all", "--max-examples", "60", "--no-color"]
        run = subprocess.run(
            [SCHEMATHESIS, "run", address, *options],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Tested: 3" in run.stdout


async def test_the_description_is_openapi_of_the_public_addresses_alone(world: World) -> None:
    answer = await (await world.browser()).get("/api/v1/schema")
    assert answer.headers["content-type"] == "application/json"
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert list(document["paths"]) == [
        "/api/v1/clinics/{clinic}",
        "/api/v1/clinics/{clinic}/appointment-types",
        "/api/v1/clinics/{clinic}/slots",
    ]


async def test_no_shape_is_open_for_more_than_is_said(world: World) -> None:
    document = (await (await world.browser()).get("/api/v1/schema")).json()
    for shape in document["components"]["schemas"].values():
        assert shape["additionalProperties"] is False
        assert set(shape["required"]) == set(shape["properties"])


async def test_examples_are_a_clinics_and_not_made_of_chance(world: World) -> None:
    document = (await (await world.browser()).get("/api/v1/schema")).json()
    for methods in document["paths"].values():
        for status, response in methods["get"]["responses"].items():
            [example] = response["content"]["application/json"]["examples"].values()
            text = json.dumps(example)
            assert "harbour" in text or "Sydney" in text or "Initial" in text or status != "200"
            assert "example" not in text.lower()
