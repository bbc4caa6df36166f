"""A clinic as a TOML file: `parse_clinic` and `write_clinic`, exact in both directions; and the
values that stand in it, which forms change: `clinic_values` and `read_clinic`.
"""

from slotkeeper.domain.clinic_file.parse import parse_clinic, read_clinic
from slotkeeper.domain.clinic_file.problems import ClinicFileWrong, FileProblem
from slotkeeper.domain.clinic_file.write import clinic_values, write_clinic

__all__ = [
    "ClinicFileWrong",
    "FileProblem",
    "clinic_values",
    "parse_clinic",
    "read_clinic",
    "write_clinic",
]
