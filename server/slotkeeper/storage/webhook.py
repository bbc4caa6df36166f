"""Endpoints of clinics' own systems, and the log of what was brought there."""

from msgspec import Struct

from slotkeeper.storage.database import Reader, Row, Transaction


class WebhookEndpoint(Struct, frozen=True, kw_only=True):
    """One endpoint. `events` by name; secrets sealed, the old one signs too until `old_until`
    (epoch seconds). `failing_since` is None while all gets through, `problem` a word or a status.
    """

    id: int
    clinic_id: int
    address: str
    events: tuple[str, ...]
    secret_sealed: str
    old_sealed: str
    old_until: int
    enabled: bool
    failing_since: int | None
    problem: str
    made_at: int
    revision: int

    def __repr__(self) -> str:
        return f"WebhookEndpoint(id={self.id})"


class WebhookTry(Struct, frozen=True, kw_only=True):
    """One event at one endpoint: its state as that of a delivery, and the last `answer`: a status,
    or the problem's word.
    """

    delivery_id: int
    booking_id: int
    reference: str
    message: str
    state: str
    attempts: int
    made_at: int
    next_at: int
    tried_at: int | None
    answer: str


async def insert_endpoint(
    tx: Transaction,
    clinic_id: int,
    *,
    address: str,
    events: tuple[str, ...],
    secret: str,
    made_by: int | None,
    now: int,
) -> int:
    """A new endpoint; `secret` is sealed. Its id."""
    row = await tx.fetch_one(
        """INSERT INTO webhook_endpoint
             (clinic_id, address, events, secret_sealed, made_by, made_at)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id""",
        clinic_id,
        address,
        " ".join(events),
        secret,
        made_by,
        now,
    )
    assert row is not None  # noqa: S101 - RETURNING
    return int(row["id"])


async def save_endpoint(tx: Transaction, endpoint: WebhookEndpoint) -> bool:
    """Address, events, secrets and switch as they are there; False where somebody changed it since
    that revision.
    """
    changed = await tx.execute(
        """UPDATE webhook_endpoint SET address = $4, events = $5, secret_sealed = $6,
             old_sealed = $7, old_until = $8, enabled = $9, failing_since = NULL, problem = '',
             revision = revision + 1
           WHERE id = $1 AND clinic_id = $2 AND revision = $3""",
        endpoint.id,
        endpoint.clinic_id,
        endpoint.revision,
        endpoint.address,
        " ".join(endpoint.events),
        endpoint.secret_sealed,
        endpoint.old_sealed,
        endpoint.old_until,
        int(endpoint.enabled),
    )
    return changed == 1


async def delete_endpoint(tx: Transaction, clinic_id: int, endpoint_id: int) -> bool:
    """With its log; what waits for it is dropped. False where there is none."""
    await tx.execute(
        """UPDATE delivery SET state = 'dropped', problem = 'endpoint_gone'
           WHERE clinic_id = $1 AND channel = 'webhook' AND target = $2
             AND state IN ('queued', 'sending')""",
        clinic_id,
        endpoint_id,
    )
    await tx.execute(
        "DELETE FROM webhook_try WHERE clinic_id = $1 AND endpoint_id = $2", clinic_id, endpoint_id
    )
    gone = await tx.execute(
        "DELETE FROM webhook_endpoint WHERE clinic_id = $1 AND id = $2", clinic_id, endpoint_id
    )
    return gone == 1


async def find_endpoints(reader: Reader, clinic_id: int) -> list[WebhookEndpoint]:
    """All of a clinic, the oldest first."""
    rows = await reader.fetch(
        "SELECT * FROM webhook_endpoint WHERE clinic_id = $1 ORDER BY id", clinic_id
    )
    return [_endpoint(row) for row in rows]


async def find_endpoint(reader: Reader, clinic_id: int, endpoint_id: int) -> WebhookEndpoint | None:
    """One of that clinic."""
    row = await reader.fetch_one(
        "SELECT * FROM webhook_endpoint WHERE clinic_id = $1 AND id = $2", clinic_id, endpoint_id
    )
    return None if row is None else _endpoint(row)


async def note_try(
    tx: Transaction, clinic_id: int, endpoint_id: int, delivery_id: int, answer: str, now: int
) -> None:
    """Write down what was answered; a good one ends the trouble of its endpoint."""
    await tx.execute(
        """INSERT INTO webhook_try (clinic_id, endpoint_id, delivery_id, tried_at, answer)
           VALUES ($1, $2, $3, $4, $5)""",
        clinic_id,
        endpoint_id,
        delivery_id,
        now,
        answer,
    )
    is_good = answer.startswith("2")
    await tx.execute(
        """UPDATE webhook_endpoint SET problem = $3,
             failing_since = CASE WHEN $4 = 1 THEN NULL ELSE COALESCE(failing_since, $5) END
           WHERE clinic_id = $1 AND id = $2""",
        clinic_id,
        endpoint_id,
        "" if is_good else answer,
        int(is_good),
        now,
    )


async def delete_tries_before(tx: Transaction, at: int) -> int:
    """Forget the tries before that instant (epoch seconds), but the last one of each event, which
    says what was answered; how many.
    """
    return await tx.execute(
        """DELETE FROM webhook_try WHERE tried_at < $1 AND EXISTS (
             SELECT 1 FROM webhook_try AS later
             WHERE later.delivery_id = webhook_try.delivery_id AND later.id > webhook_try.id)""",
        at,
    )


async def hurry_endpoint(tx: Transaction, clinic_id: int, endpoint_id: int, now: int) -> int:
    """What waits for an endpoint that listens again waits no longer; how many there were."""
    return await tx.execute(
        """UPDATE delivery SET next_at = $3
           WHERE clinic_id = $1 AND channel = 'webhook' AND target = $2 AND next_at > $3
             AND state IN ('queued', 'sending') AND state = 'queued'""",  # twice, for the index
        clinic_id,
        endpoint_id,
        now,
    )


async def find_tries(
    reader: Reader, clinic_id: int, endpoint_id: int, most: int
) -> list[WebhookTry]:
    """The newest events of an endpoint, each with its last try."""
    rows = await reader.fetch(
        """SELECT delivery.id AS delivery_id, delivery.booking_id, booking.reference,
             delivery.message, delivery.state, delivery.attempts, delivery.made_at,
             delivery.next_at, last.tried_at,
             COALESCE(NULLIF(delivery.problem, ''), last.answer, '') AS answer
           FROM delivery JOIN booking ON booking.id = delivery.booking_id
           LEFT JOIN webhook_try AS last ON last.id = (
             SELECT MAX(id) FROM webhook_try WHERE webhook_try.delivery_id = delivery.id)
           WHERE delivery.channel = 'webhook' AND delivery.target = $2 AND delivery.clinic_id = $1
           ORDER BY delivery.id DESC LIMIT $3""",
        clinic_id,
        endpoint_id,
        most,
    )
    return [
        WebhookTry(**{name: row[name] for name in WebhookTry.__struct_fields__}) for row in rows
    ]


async def has_event(reader: Reader, clinic_id: int, endpoint_id: int, delivery_id: int) -> bool:
    """Whether that event was ever for that endpoint."""
    row = await reader.fetch_one(
        """SELECT id FROM delivery
           WHERE id = $3 AND clinic_id = $1 AND channel = 'webhook' AND target = $2""",
        clinic_id,
        endpoint_id,
        delivery_id,
    )
    return row is not None


def _endpoint(row: Row) -> WebhookEndpoint:
    return WebhookEndpoint(
        id=row["id"],
        clinic_id=row["clinic_id"],
        address=row["address"],
        events=tuple(row["events"].split()),
        secret_sealed=row["secret_sealed"],
        old_sealed=row["old_sealed"],
        old_until=row["old_until"],
        enabled=bool(row["enabled"]),
        failing_since=row["failing_since"],
        problem=row["problem"],
        made_at=row["made_at"],
        revision=row["revision"],
    )
