"""What every use case may need, passed in and never imported."""

from collections.abc import Callable
from dataclasses import dataclass, field

from slotkeeper.domain.tokens import Signer
from slotkeeper.gateways.caldav.gateway import CalDav
from slotkeeper.gateways.diary import DiaryGateway
from slotkeeper.gateways.mail import MailGateway
from slotkeeper.gateways.payments import PaymentGateway
from slotkeeper.gateways.sms import SmsGateway
from slotkeeper.gateways.twilio.gateway import TwilioGateway
from slotkeeper.gateways.webhook import HttpWebhooks, WebhookGateway
from slotkeeper.services.bell import Bell
from slotkeeper.services.clinic_cache import ClinicCache
from slotkeeper.services.diary.turns import Turns
from slotkeeper.services.load_cache import LoadCache
from slotkeeper.services.vault import Vault
from slotkeeper.storage.database import Database


@dataclass(frozen=True, slots=True)
class Toolbox:
    """One per server process. `clock` gives epoch seconds; `abuse_checks` is off only in load
    tests; `mail` is None where no mail server is set; `bell` wakes the worker that sends messages;
    `loads` knows how full practitioners are, `turns` who works with which diary.
    """

    database: Database
    clinics: ClinicCache
    clock: Callable[[], int]
    signer: Signer
    abuse_checks: bool
    base_url: str
    payments: PaymentGateway
    vault: Vault
    mail: MailGateway | None = None
    webhooks: WebhookGateway = field(default_factory=HttpWebhooks)
    diaries: DiaryGateway = field(default_factory=CalDav)
    sms: SmsGateway = field(default_factory=TwilioGateway)
    bell: Bell = field(default_factory=Bell)
    loads: LoadCache = field(default_factory=LoadCache)
    turns: Turns = field(default_factory=Turns)
