"""[clinic] booking_page: the page of the clinic's own website that links to bookings lead to."""

import pytest

from slotkeeper.domain.clinic_file import ClinicFileWrong, parse_clinic, write_clinic

OWN = "https://harbour.example"
FILE = """
[clinic]
slug = "harbour-physio"
name = "Harbour Physio"
time_zone = "Australia/Sydney"
currency = "AUD"
allowed_origins = [
  "https://harbour.example",
  "https://x.harbour.example:8443",
  "http://other.example",
  "http://127.0.0.1:8001",
  "http://localhost:8001",
]
booking_page = "PAGE"
"""

pytestmark = pytest.mark.req("E4")


@pytest.mark.parametrize(
    "page",
    [
        OWN,
        f"{OWN}/",
        f"{OWN}/appointments",
        f"{OWN}/?page_id=12&lang=en",
        "https://x.harbour.example:8443/a/b/",
        "http://127.0.0.1:8001/book",
        "http://localhost:8001/book",
    ],
)
def test_a_page_of_one_of_the_clinics_websites_is_kept_to_the_letter(page: str) -> None:
    clinic = parse_clinic(FILE.replace("PAGE", page))
    assert clinic.booking_page == page
    assert parse_clinic(write_clinic(clinic)) == clinic


def test_without_it_the_links_lead_to_the_hosted_page() -> None:
    clinic = parse_clinic(FILE.replace('booking_page = "PAGE"', ""))
    assert clinic.booking_page == ""
    assert "booking_page" not in write_clinic(clinic)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (f"{OWN}/appointments#book", 'without "#"'),
        ("harbour.example/appointments", "an address such as"),
        ("javascript:alert(1)//https://harbour.example", "an address such as"),
        ("https://ada:secret@harbour.example/", "an address such as"),
        ("https://harbour.example@evil.example/", "an address such as"),
        ("https://harbour.example\\\\@evil.example/", "an address such as"),
        ("https://HARBOUR.example/", "an address such as"),
        (f"{OWN}/a b", "an address such as"),
        (f"{OWN}/{'a' * 200}", "an address such as"),
        ("http://other.example/book", 'begins with "https://"'),
        ("http://localhost.evil.example/", 'begins with "https://"'),
        ("https://evil.example/appointments", "one of the websites with the widget"),
        ("https://harbour.example.evil.example/", "one of the websites with the widget"),
        ("https://harbour.example:8443/", "one of the websites with the widget"),
    ],
)
def test_what_is_no_such_page_is_told_at_the_field(page: str, expected: str) -> None:
    with pytest.raises(ClinicFileWrong) as caught:
        parse_clinic(FILE.replace("PAGE", page))
    [problem] = caught.value.problems
    assert (problem.field, problem.line) == ("clinic.booking_page", 14)
    assert expected in problem.expected
