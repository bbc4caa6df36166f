from collections.abc import AsyncIterator, Iterator

import pytest

from slotkeeper.gateways.smtp.gateway import SmtpGateway
from slotkeeper.gateways.smtp.server import MailServer
from tests.gateways.smtp.mailbox import Mailbox, mailbox_server


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server by other people's hands (aiosmtpd), on a thread of its own."""
    with mailbox_server() as mailbox:
        yield mailbox


@pytest.fixture
async def gateway(mailbox: Mailbox) -> AsyncIterator[SmtpGateway]:
    server = MailServer(host="127.0.0.1", port=mailbox.port, tls="none")
    gateway = SmtpGateway(server, "desk@book.example", timeout=30.0)
    yield gateway
    await gateway.rest()
