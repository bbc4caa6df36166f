"""A clinic as a TOML file: `parse_clinic` and `write_clinic`, exact in both directions."""

from slotkeeper.domain.clinic_file.parse import parse_clinic
from slotkeeper.domain.clinic_file.problems import ClinicFileWrong, FileProblem
from slotkeeper.domain.clinic_file.write import write_clinic

__all__ = ["ClinicFileWrong", "FileProblem", "parse_clinic", "write_clinic"]
