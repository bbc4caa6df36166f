"""What holds for every test; fixtures live in the folder of the tests that use them."""

from hypothesis import settings

# A busy machine is no reason for a property to fail.
settings.register_profile("slotkeeper", deadline=None)
settings.load_profile("slotkeeper")
