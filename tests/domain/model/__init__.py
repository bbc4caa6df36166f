"""The specification of the schedule once more, slow and plain: minute by minute, every rule a
question asked of one minute. It shares nothing with the engine but the value types; zones are read
by `whenever`. Offsets must be whole minutes.
"""
