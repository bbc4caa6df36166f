"""A letter as it goes over the wire (RFC 5322, RFC 3834)."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from slotkeeper.gateways.mail import Attachment, Mail


def compose(mail: Mail, sender: str) -> bytes:
    """The bytes of a letter from that address. Raises ValueError for what no header may hold."""
    message = EmailMessage(policy=SMTP if wire_address(mail.to).isascii() else SMTPUTF8)
    message["From"] = _address(mail.sender_name, sender)
    message["To"] = _address(mail.to_name, mail.to)
    if mail.reply_to:
        message["Reply-To"] = _address(mail.sender_name, mail.reply_to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(datetime.fromtimestamp(mail.sent_at, UTC))
    message["Message-ID"] = f"<{mail.message_id}>"
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in sorted(mail.attachments, key=lambda each: not each.content_id):
        _attach(message, attachment)
    return message.as_bytes()


def wire_address(address: str) -> str:
    """The address with its domain in ASCII (RFC 5890), as every mail server takes it."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def _address(name: str, address: str) -> Address:
    local, _, domain = wire_address(address).rpartition("@")
    return Address(display_name=name, username=local, domain=domain)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind, _, parameters = attachment.media_type.partition(";")
    main, _, sub = kind.strip().partition("/")
    if attachment.content_id:
        _show_inside(message, attachment, main, sub)
        return
    pairs = (each.strip().partition("=") for each in parameters.split(";") if each.strip())
    message.add_attachment(
        attachment.data,
        maintype=main,
        subtype=sub,
        filename=attachment.name,
        params={name: value for name, _, value in pairs},
    )


def _show_inside(message: EmailMessage, picture: Attachment, main: str, sub: str) -> None:
    """Beside the HTML that shows it (RFC 2387), so that no program lists it as a file."""
    html = message.get_body(("html",))
    if html is not None:
        html.add_related(
            picture.data,
            maintype=main,
            subtype=sub,
            disposition="inline",
            filename=picture.name,
            cid=f"<{picture.content_id}>",
        )
