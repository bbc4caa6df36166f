"""A clinic's own words of messages to patients, by channel, message and language."""

from typing import Literal

from msgspec import Struct

from slotkeeper.storage.database import Reader, Row, Transaction

WordedChannel = Literal["mail", "sms"]
"""The channels whose messages are made of words."""


class Words(Struct, frozen=True, kw_only=True):
    """The parts of a message as a clinic wrote them, "" for the standard text: a mail has all of
    them, a text message `opening` alone.
    """

    subject: str = ""
    opening: str = ""
    closing: str = ""


STANDARD = Words()


class Wording(Struct, frozen=True, kw_only=True):
    """One message's `words` in one language (a tag as in the clinic's `languages`), `before` what
    they were before the last change (epoch seconds), by whom; `revision` is 0 until saved.
    """

    clinic_id: int
    channel: WordedChannel
    message: str
    language: str
    words: Words = STANDARD
    before: Words = STANDARD
    changed_by: int | None = None
    changed_at: int = 0
    revision: int = 0


async def find_wordings(
    reader: Reader, clinic_id: int, channel: str = "", message: str = ""
) -> list[Wording]:
    """Those of a clinic, also what is back at the standard words; of one channel or message where
    they are named.
    """
    rows = await reader.fetch(
        """SELECT * FROM wording WHERE clinic_id = $1 AND (channel = $2 OR $2 = '')
             AND (message = $3 OR $3 = '') ORDER BY channel, message, language""",
        clinic_id,
        channel,
        message,
    )
    return [_wording(row) for row in rows]


async def save_wording(tx: Transaction, wording: Wording) -> bool:
    """As it is there, over what has that revision; False where somebody changed it since."""
    words, before = wording.words, wording.before
    changed = await tx.execute(
        """INSERT INTO wording (clinic_id, channel, message, language, subject, opening, closing,
             before_subject, before_opening, before_closing, changed_by, changed_at)
           SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
           WHERE $13 = 0 OR EXISTS (SELECT 1 FROM wording WHERE clinic_id = $1 AND channel = $2
             AND message = $3 AND language = $4)
           ON CONFLICT (clinic_id, channel, message, language) DO UPDATE SET
             subject = excluded.subject, opening = excluded.opening, closing = excluded.closing,
             before_subject = excluded.before_subject, before_opening = excluded.before_opening,
             before_closing = excluded.before_closing, changed_by = excluded.changed_by,
             changed_at = excluded.changed_at, revision = wording.revision + 1
           WHERE wording.revision = $13""",
        wording.clinic_id,
        wording.channel,
        wording.message,
        wording.language,
        words.subject,
        words.opening,
        words.closing,
        before.subject,
        before.opening,
        before.closing,
        wording.changed_by,
        wording.changed_at,
        wording.revision,
    )
    return changed == 1


def _wording(row: Row) -> Wording:
    return Wording(
        clinic_id=row["clinic_id"],
        channel=row["channel"],
        message=row["message"],
        language=row["language"],
        words=Words(subject=row["subject"], opening=row["opening"], closing=row["closing"]),
        before=Words(
            subject=row["before_subject"],
            opening=row["before_opening"],
            closing=row["before_closing"],
        ),
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
        revision=row["revision"],
    )
