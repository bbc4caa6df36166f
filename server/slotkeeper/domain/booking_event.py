"""What becomes of a booking, as others besides the patient are told."""

from typing import Literal

Event = Literal["requested", "confirmed", "changed", "cancelled", "arrived", "fulfilled", "noshow"]
"""FHIR's words where it has them; "requested" waits for the clinic's or the patient's answer."""
