"""`[[resource]]` rows and what refers to them, and the way between places."""

from collections.abc import Sequence

from slotkeeper.domain.clinic_file.section import Section
from slotkeeper.domain.clinic_file.toml_text import Pairs
from slotkeeper.domain.resource import Resource
from slotkeeper.domain.travel import Travel

LONGEST_KIND = 60
LONGEST_TRAVEL = 720
"""Minutes; who is longer on the way works at one place a day."""

_TRAVEL = '{ between = ["city", "beach"], minutes = 30 }'


def parse_resource(row: Section, locations: Sequence[str]) -> Resource:
    """One room or piece of equipment; the place may be left out where the clinic has only one."""
    resource = Resource(
        slug=row.slug("slug"),
        name=row.text("name"),
        kind=row.text("kind", longest=LONGEST_KIND),
        location=_parse_place(row, [each for each in locations if each]),
    )
    row.close()
    return resource


def parse_needs(row: Section, kinds: Sequence[str]) -> tuple[str, ...]:
    """What a type needs one of, each of a kind that a `[[resource]]` has."""
    expected = "the kind of a [[resource]]"
    if any(kinds):
        expected = "one of " + ", ".join(f'"{each}"' for each in dict.fromkeys(kinds) if each)

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value and value in kinds else None

    return row.items("needs", read, expected)


def parse_travel(head: Section, locations: Sequence[str]) -> tuple[Travel, ...]:
    """How long it takes between places, each two once."""
    found: list[Travel] = []
    for row in head.tables("travel", _TRAVEL):
        travel = _parse_way(row, [each for each in locations if each])
        if any({*each.between} == {*travel.between} for each in found):
            row.wrong("between", "each two places only once")
        found.append(travel)
        row.close()
    return tuple(found)


def resource_pairs(resource: Resource) -> Pairs:
    """The row as the file writes it."""
    yield "slug", resource.slug
    yield "name", resource.name
    yield "kind", resource.kind
    if resource.location is not None:
        yield "location", resource.location


def _parse_place(row: Section, known: Sequence[str]) -> str | None:
    named = row.raw("location")
    if named is None and len(known) < 2:  # noqa: PLR2004 - one is meant, or there is none
        return known[0] if known else None
    if named in known:
        return str(named)
    slugs = ", ".join(f'"{each}"' for each in known)
    row.wrong("location", f"one of {slugs}" if slugs else "none: there is no [[location]]")
    return None


def _parse_way(row: Section, known: Sequence[str]) -> Travel:
    if row.raw("between") is None:
        row.wrong("between", "two places")

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value in known else None

    slugs = ", ".join(f'"{each}"' for each in known)
    places = row.items("between", read, f"one of {slugs}" if slugs else "none")
    if isinstance(row.raw("between"), list) and len(row.raw("between")) != 2:  # noqa: PLR2004
        row.wrong("between", "two different places")
    between = (places[0], places[1]) if len(places) == 2 else ("", "")  # noqa: PLR2004
    return Travel(between=between, minutes=row.number("minutes", 1, LONGEST_TRAVEL))
