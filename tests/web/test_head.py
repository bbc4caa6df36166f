"""HEAD over the wire: the headers of GET and no body, by a server that counts bytes."""

from pathlib import Path

import pytest

from tests.server_process import new_client, start_server


@pytest.mark.req("R4")
def test_head_answers_as_get_without_a_body(tmp_path: Path) -> None:
    with start_server(str(tmp_path / "clinic.db")) as server, new_client() as browser:
        for path in ("/embed.js", "/healthz", "/c/harbour-physio", "/c/nobody"):
            there, whole = browser.head(server.url + path), browser.get(server.url + path)
            assert (there.status_code, there.content) == (whole.status_code, b"")
            assert there.headers["content-type"] == whole.headers["content-type"]
        assert "Traceback" not in server.log.read_text()
