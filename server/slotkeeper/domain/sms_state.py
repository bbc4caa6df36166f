"""How far a text message has come, and which news of it count."""

from typing import Literal

SmsState = Literal["queued", "sent", "delivered", "failed"]
"""At the service; with the phone company; on the phone; never to arrive."""

_HOW_FAR = {"sending": 0, "not_taken": 0, "queued": 1, "sent": 2, "failed": 3, "delivered": 4}


def is_news(known: str, told: SmsState) -> bool:
    """Whether what is told goes on from what is known: call-backs come twice and in any order.

    What has arrived has arrived, whoever said before that it would not.
    """
    return _HOW_FAR[told] > _HOW_FAR.get(known, 0)
