"""A pretend world for `make run` and the tests."""
