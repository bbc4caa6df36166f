"""`make bench`: every figure of the promise to be quick, in a few minutes, each beside its goal."""

import tempfile
from functools import partial
from pathlib import Path

from bench import (
    calendar,
    fragments,
    holds,
    notices,
    outbox,
    payments,
    process,
    schedule,
    search,
    weight,
)
from bench.report import section
from tests.postgresql_cluster import shared_cluster


def main() -> None:
    """Measure in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="slotkeeper-bench-") as name:
        folder = Path(name)
        section("What the browser loads", partial(weight.measure, folder))
        section("Showing times", partial(fragments.measure, folder))
        with shared_cluster("bench") as cluster:
            database = cluster.create_database("bench")
            section("Holding a time", partial(holds.measure, folder, database))
        section("Fifty patients, one slot", partial(holds.crowd, folder))
        section("Paying first", partial(payments.measure, folder))
        section("Telling of bookings", partial(outbox.measure, folder))
        section("Telling everybody by every way", partial(notices.measure, folder))
        section("The clinic's calendar", partial(calendar.measure, folder))
        section("A month with every rule", partial(schedule.measure, folder))
        section("Searching among the past", partial(search.measure, folder))
        section("One process", partial(process.measure, folder))


if __name__ == "__main__":
    main()
