"""What staff are told where a patient's word and the records differ."""

import pytest

from slotkeeper.domain.patient import says_otherwise


@pytest.mark.req("B3")
@pytest.mark.parametrize(
    ("patient_is", "was_known", "flag"),
    [
        ("new", False, ""),
        ("existing", True, ""),
        ("new", True, "new_but_known"),
        ("existing", False, "existing_but_unknown"),
    ],
)
def test_a_difference_is_flagged(patient_is: str, was_known: bool, flag: str) -> None:
    assert says_otherwise(patient_is, was_known=was_known) == flag
