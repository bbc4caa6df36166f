"""Use cases: one function a thing that a patient or a clinic does; each owns its transaction."""
