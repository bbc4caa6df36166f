"""What a mail server says when it does not take a letter, in the words of gateways/mail.py."""

import asyncio
import ssl
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from slotkeeper.gateways.mail import MailDown, MailPutOff, MailRefused

if TYPE_CHECKING:
    import aiosmtplib

T = TypeVar("T")

_PERMANENT, _GOING = 500, 421


async def answered(asked: Awaitable[T], seconds: float, *, is_greeting: bool = False) -> T:
    """What is answered within so many seconds. `is_greeting`: before there is any letter.

    Raises MailDown, MailPutOff, MailRefused, each outside of the `except`: the library's own errors
    hold addresses and what the server said of them, and would follow into every log.
    """
    import aiosmtplib  # noqa: PLC0415 - loaded by now

    try:
        async with asyncio.timeout(seconds):
            return await asked
    except ssl.SSLError:
        problem: Exception = MailDown("tls")
    except (TimeoutError, aiosmtplib.SMTPTimeoutError):
        problem = MailDown("silent")
    except aiosmtplib.SMTPException as error:
        problem = _read(error, is_greeting=is_greeting)
    except (OSError, ValueError):
        problem = MailDown("unreachable")
    raise problem


def _read(error: "aiosmtplib.SMTPException", *, is_greeting: bool) -> Exception:
    import aiosmtplib  # noqa: PLC0415

    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return _of_code(error.recipients[0].code)
    # Where it refuses us and not the patient, nobody's letter is given up.
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return MailDown("authentication")
    if isinstance(error, aiosmtplib.SMTPSenderRefused):
        return MailDown("sender")
    if is_greeting:
        return MailDown("tls" if "STARTTLS" in error.message else "unreachable")
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return MailRefused("smtputf8")
    return _of_code(getattr(error, "code", 0))


def _of_code(code: int) -> Exception:
    if code == _GOING or code <= 0:
        return MailDown("unreachable")
    return MailRefused(str(code)) if code >= _PERMANENT else MailPutOff(str(code))
