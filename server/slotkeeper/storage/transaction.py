"""What a job's transaction must refuse, on both engines alike."""


class JobTransaction:
    """Remembers the statement that failed, and when the job is over.

    PostgreSQL gives a transaction up at its first error and then answers COMMIT with a silent
    rollback; SQLite would go on. Both are made to refuse, so that no job is ever said to be kept
    when it was not.
    """

    def __init__(self) -> None:
        self._failure: Exception | None = None
        self._over = False

    def check(self) -> None:
        """Raise RuntimeError where no further statement may run."""
        if self._over:
            raise RuntimeError("the job is over, its transaction cannot be used any more")
        if self._failure is not None:
            raise RuntimeError("an earlier statement failed") from self._failure

    def failed(self, error: Exception) -> Exception:
        """Note that a statement failed; the same error, to be raised."""
        self._failure = error
        return error

    def end(self) -> None:
        """The job is over, one way or the other."""
        self._over = True

    def finish(self) -> None:
        """The job returned. Raises the statement's error if the job has swallowed one."""
        if self._failure is not None:
            raise self._failure
