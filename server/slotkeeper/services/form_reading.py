"""Reading a form that a patient filled in: each text in one form, each refusal at its field."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from slotkeeper.domain.errors import Problem


@dataclass(slots=True)
class FormReading:
    """The fields as they came, and what is wrong with them so far: one problem a field."""

    fields: Mapping[str, str]
    problems: dict[str, Problem] = field(default_factory=dict)

    def refuse(self, name: str, key: str, **values: object) -> None:
        """Note what is wrong with a field, by a key of the catalogue; the first one stays."""
        self.problems.setdefault(name, Problem(key, **values))

    def text(self, name: str, *, has_lines: bool = False) -> str:
        """The text of a field in NFC and without the spaces around it; control characters are
        refused, but for the ends of lines where it `has_lines`.
        """
        value = unicodedata.normalize("NFC", self.fields.get(name, "")).strip()
        allowed = "\r\n\t" if has_lines else ""
        if any(
            unicodedata.category(each) in {"Cc", "Cs", "Cn"} and each not in allowed
            for each in value
        ):
            self.refuse(name, "problem.control_characters")
        return value

    def name(self, name: str, longest: int, missing: str) -> str:
        """A person's name of at most so many characters; `missing` is the key for none."""
        value = " ".join(self.text(name).split())
        if not value:
            self.refuse(name, missing)
        elif len(value) > longest:
            self.refuse(name, "problem.too_long", most=longest)
        return value
