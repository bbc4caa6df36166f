"""Through which account a clinic's text messages go."""

import msgspec
from msgspec import Struct

from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.storage.database import Reader, Row, Transaction


class SmsAccount(Struct, frozen=True, kw_only=True):
    """One clinic's; the token is sealed. `failing_since` (epoch seconds) is None while texts are
    taken, `problem` a word or a code.
    """

    clinic_id: int
    account: str
    token_sealed: str
    sender: str
    enabled: bool = True
    failing_since: int | None = None
    problem: str = ""
    changed_by: int | None = None
    changed_at: int = 0

    def __repr__(self) -> str:
        return f"SmsAccount(clinic_id={self.clinic_id})"


class _Details(Struct):
    notices: NoticeRules = NoticeRules()


async def save_sms_account(tx: Transaction, account: SmsAccount) -> None:
    """Make it that of its clinic; trouble of the one before is forgotten."""
    await tx.execute(
        """INSERT INTO sms_account
             (clinic_id, account, token_sealed, sender, enabled, changed_by, changed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (clinic_id) DO UPDATE SET account = excluded.account,
             token_sealed = excluded.token_sealed, sender = excluded.sender,
             enabled = excluded.enabled, changed_by = excluded.changed_by,
             changed_at = excluded.changed_at, failing_since = NULL, problem = ''""",
        account.clinic_id,
        account.account,
        account.token_sealed,
        account.sender,
        int(account.enabled),
        account.changed_by,
        account.changed_at,
    )


async def find_sms_account(reader: Reader, clinic_id: int) -> SmsAccount | None:
    """That of a clinic, None where it sends no texts."""
    row = await reader.fetch_one("SELECT * FROM sms_account WHERE clinic_id = $1", clinic_id)
    return None if row is None else _account(row)


async def delete_sms_account(tx: Transaction, clinic_id: int) -> bool:
    """Forget it; False where there is none."""
    return await tx.execute("DELETE FROM sms_account WHERE clinic_id = $1", clinic_id) == 1


async def find_text_rules(reader: Reader, clinic_id: int) -> NoticeRules | None:
    """What a clinic that sends texts has set about notices; None for one that sends none."""
    row = await reader.fetch_one(
        """SELECT clinic.details FROM sms_account JOIN clinic ON clinic.id = sms_account.clinic_id
           WHERE sms_account.clinic_id = $1 AND sms_account.enabled = 1""",
        clinic_id,
    )
    return msgspec.json.decode(row["details"], type=_Details).notices if row else None


async def note_weather(tx: Transaction, clinic_id: int, problem: str, now: int) -> None:
    """Whether the service takes texts of that clinic: `problem` is "" where it does."""
    await tx.execute(
        """UPDATE sms_account SET problem = $2,
             failing_since = CASE WHEN $2 = '' THEN NULL ELSE COALESCE(failing_since, $3) END
           WHERE clinic_id = $1 AND problem <> $2""",
        clinic_id,
        problem,
        now,
    )


async def hurry_texts(tx: Transaction, clinic_id: int, now: int) -> int:
    """What waits for the account of that clinic to be mended waits no longer; how many there were.
    Quiet hours last, and so does what nobody knows the fate of.
    """
    return await tx.execute(
        """UPDATE delivery SET next_at = $2
           WHERE clinic_id = $1 AND channel = 'sms' AND next_at > $2
             AND state IN ('queued', 'sending') AND state = 'queued'
             AND problem IN ('authentication', 'sender', 'unreachable', 'locked')""",
        clinic_id,
        now,
    )


def _account(row: Row) -> SmsAccount:
    return SmsAccount(
        clinic_id=row["clinic_id"],
        account=row["account"],
        token_sealed=row["token_sealed"],
        sender=row["sender"],
        enabled=bool(row["enabled"]),
        failing_since=row["failing_since"],
        problem=row["problem"],
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
    )
