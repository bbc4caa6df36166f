"""Changing a clinic's set-up from the portal: drafted, its effect counted, then saved."""
