"""What is wrong with a clinic file, all at once, for the person who wrote it."""

from collections.abc import Sequence
from difflib import get_close_matches

from msgspec import Struct

from slotkeeper.domain.clinic_file.places import Path, Places
from slotkeeper.domain.errors import Fact


class FileProblem(Struct, frozen=True, kw_only=True):
    """One fault of a file.

    `line` counts from 1, 0 where the file as a whole is meant; `field` is a path such as
    `appointment_type[2].minutes`, rows counted from 1, empty where there is none; `path` is the
    same for programs, rows counted from 0.
    """

    line: int
    field: str
    found: str
    expected: str
    path: Path = ()

    def __str__(self) -> str:
        where = ": ".join(filter(None, (f"line {self.line}" if self.line else "", self.field)))
        said = f"found {self.found}, expected {self.expected}"
        return f"{where}: {said}" if where else said


class ClinicFileWrong(Fact):
    """A file that is no clinic; `problems` in the order of the lines. Nothing was changed."""

    def __init__(self, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class Report:
    """Gathers problems while a file is read; or a form, where `places` is None and nobody writes
    quotes.
    """

    def __init__(self, places: Places | None) -> None:
        self._places: Places = places or {}
        self._in_file = places is not None
        self._problems: list[FileProblem] = []

    def add(self, path: Path, found: str, expected: str) -> None:
        """Note a problem; its line is that of the path, or of the nearest thing that holds it."""
        known = path
        while known and known not in self._places:
            known = known[:-1]
        self._problems.append(
            FileProblem(
                line=self._places.get(known, 0),
                field=_field(path),
                found=found,
                expected=expected if self._in_file else _unquoted(expected),
                path=path,
            )
        )

    def raise_problems(self) -> None:
        """Raise ClinicFileWrong if there are any."""
        if self._problems:
            raise ClinicFileWrong(sorted(self._problems, key=lambda each: each.line))


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """A hint at the nearest of the known names, with a leading space; empty where none is near."""
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=0.7)
    return f' (did you mean "{folded[near[0]]}"?)' if near else ""


def _unquoted(expected: str) -> str:
    return expected.removesuffix(", in quotes").replace(" without quotes", "")


def _field(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
