"""Waiting for something to become true, with a bound: nothing here synchronises by sleeping a fixed time."""
import time

POLL_SECONDS = 0.02


class TookTooLong(AssertionError):
    """What was waited for did not come; says what that was."""


def wait_until(condition, seconds, what):
    """The first true value of condition(). `what` may be a function, asked only when the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TookTooLong(f"{what() if callable(what) else what} (waited {seconds} s)")
        time.sleep(POLL_SECONDS)
