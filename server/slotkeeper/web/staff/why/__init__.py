"""Why a time is not offered to patients, in words."""
