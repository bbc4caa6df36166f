"""What a clinic asks before an appointment, and what was answered (B12)."""

from hashlib import blake2b
from typing import Literal

from msgspec import Struct

QuestionKind = Literal["text", "long", "choice", "several", "yes-no", "date"]
QUESTION_KINDS: tuple[QuestionKind, ...] = ("text", "long", "choice", "several", "yes-no", "date")
WITH_OPTIONS = frozenset({"choice", "several"})
"""Those kinds whose answers the clinic writes down beforehand."""

MOST_QUESTIONS = 15
MOST_OPTIONS = 20
LONGEST_ASK = 200
LONGEST_HELP = 300
LONGEST_OPTION = 100
LONGEST_TEXT = 200
"""Characters of an answer in one line."""
LONGEST_LONG = 1500
"""Characters of an answer of many lines."""

YES_NO = ("yes", "no")


class Question(Struct, frozen=True, kw_only=True):
    """One question of an appointment type. `id` names it within the type and stays when its words
    change; `options` are the answers of "choice" and "several", in the clinic's words and order.
    """

    id: str
    ask: str
    kind: QuestionKind = "text"
    options: tuple[str, ...] = ()
    required: bool = False
    help: str = ""

    @property
    def stamp(self) -> str:
        """Changes with what is asked and what can be answered: eight hexadecimal digits."""
        said = "\0".join((self.ask, self.kind, *self.options))
        return blake2b(said.encode(), digest_size=4).hexdigest()


class Answer(Struct, frozen=True, kw_only=True):
    """What was answered to a question in the words in which it was asked, whatever the clinic asks
    since. `given` is empty where nothing was answered, has several items for "several" alone; of
    "yes-no" it is "yes" or "no", of "date" YYYY-MM-DD.
    """

    id: str
    ask: str
    kind: QuestionKind
    given: tuple[str, ...] = ()


Answers = tuple[Answer, ...]
"""To all that was asked, in the order of the form."""
