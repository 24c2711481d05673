"""Waiting for something to happen, in tests that may run on a busy machine.

How long is waited says nothing about how long it should take: it only keeps a test whose wait is in
vain from going on for ever, and so it is generous.
"""

import time
from contextlib import contextmanager


def wait_for(question, what, seconds=120, pause=0.02):
    """Ask again and again until the answer is true; return it."""
    end = time.monotonic() + seconds
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain for {what}")
        time.sleep(pause)


@contextmanager
def soon(what, seconds=120):
    """Raise TimeoutError if what is done inside took longer: then it hung for a while."""
    begun = time.monotonic()
    yield
    if time.monotonic() - begun > seconds:
        raise TimeoutError(f"{what} took more than {seconds} s")
