"""A clinic's questions as a form shows them, with what was answered so far."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from slotkeeper.domain.question import LONGEST_LONG, LONGEST_TEXT, YES_NO, Question
from slotkeeper.services.intake import boxes_of, field_of

Say = Callable[[str], str]


class OptionView(Struct, frozen=True, kw_only=True):
    """One answer to choose; of "several" each is a field of its own."""

    name: str
    value: str
    text: str
    is_chosen: bool


class QuestionView(Struct, frozen=True, kw_only=True):
    """One question; `name` is its field and where what is wrong with it is told. `longest` in
    characters. Optional ones of which one answer is chosen have "no answer" among their options.
    """

    name: str
    ask: str
    help: str
    kind: str
    required: bool
    value: str
    longest: int
    options: tuple[OptionView, ...]


def question_views(
    questions: Sequence[Question], values: Mapping[str, str], say: Say
) -> tuple[QuestionView, ...]:
    """The questions for a form with those values; `say` gives texts of a catalogue."""
    return tuple(
        QuestionView(
            name=field_of(each.id),
            ask=each.ask,
            help=each.help,
            kind=each.kind,
            required=each.required,
            value=values.get(field_of(each.id), ""),
            longest=LONGEST_LONG if each.kind == "long" else LONGEST_TEXT,
            options=_options(each, values, say),
        )
        for each in questions
    )


def _options(question: Question, values: Mapping[str, str], say: Say) -> tuple[OptionView, ...]:
    name = field_of(question.id)
    if question.kind == "several":
        given = boxes_of(values, name).values()
        return tuple(
            OptionView(name=f"{name}_{n}", value=each, text=each, is_chosen=each in given)
            for n, each in enumerate(question.options, 1)
        )
    texts = {each: each for each in question.options}
    if question.kind == "yes-no":
        texts = {each: say(f"question.{each}") for each in YES_NO}
    if texts and not question.required:
        texts[""] = say("question.no_answer")
    chosen = values.get(name)
    return tuple(
        OptionView(name=name, value=value, text=text, is_chosen=value == chosen)
        for value, text in texts.items()
    )
