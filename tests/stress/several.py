"""Several server processes on one PostgreSQL, which know nothing of each other."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.postgresql_cluster import Cluster
from tests.server_process import ServerProcess, start_server

BEHIND_A_PROXY = {"SLOTKEEPER_TRUSTED_PROXIES": "127.0.0.1"}


@contextmanager
def database_of(cluster: Cluster, template: str, name: str) -> Iterator[str]:
    """The address of a database of its own, thrown away at the end."""
    unique = f"{name}_{uuid.uuid4().hex}"
    yield cluster.create_database(unique, template)
    cluster.drop_database(unique)


@contextmanager
def several_servers(database: str, many: int) -> Iterator[list[ServerProcess]]:
    """So many, started side by side."""
    with ExitStack() as running:
        started = [
            running.enter_context(
                start_server(database, clinic_file=None, settings=BEHIND_A_PROXY, wait=False)
            )
            for _ in range(many)
        ]
        for server in started:
            server.wait_until_ready()
        yield started
