"""How long a test waits for what happens at once."""

import os


def patience(seconds: float) -> float:
    """So many seconds, and as much longer as others wait for the processors, too: what is quick on
    a quiet machine need not be on a busy one. Ten times at most.
    """
    return seconds * min(10.0, max(1.0, 2 * os.getloadavg()[0] / (os.cpu_count() or 1)))
