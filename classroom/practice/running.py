"""Runs a learner's function: whatever it does, the notebook goes on."""

import contextlib
import ctypes
import io
import os
import sys
import threading
import time
import warnings

import numpy as np
from IPython import get_ipython
from IPython.utils.capture import capture_output

import classroom
import nnlib
from classroom.practice.plain import failure, message, plain
from classroom.where import in_browser

# Nothing in these folders goes on for ever by itself.
TRUSTED = tuple(os.path.dirname(package.__file__) + os.sep for package in (classroom, nnlib, np))
KEPT = 2_000  # characters of what it prints
WATCH = 4  # one of the numbers that Python gives out to those who watch code as it runs
_this_thread = threading.local()


def inside():
    """Return whether this is called by a function that is being run here."""
    return getattr(_this_thread, "runs", False)


class _Short(io.StringIO):
    """Keeps the beginning of what is printed, however much comes."""

    def write(self, text):
        if self.tell() < KEPT:
            super().write(text[:KEPT])
        return len(text)

    def close(self):
        """Stay open: what was printed is read afterwards."""


def _leave(*_):
    raise SystemExit


@contextlib.contextmanager
def _inside_jupyter():
    """Keep what is displayed off the page, and exit() from ending the kernel."""
    shell = get_ipython()
    if shell is None:
        yield
        return
    nested = "ask_exit" in vars(shell)  # looking for a cause may call the function once more
    with capture_output(stdout=False, stderr=False):
        shell.ask_exit = _leave
        try:
            yield
        finally:
            if not nested:
                del shell.ask_exit


class Run:
    """What happened when `work(run)` ran.

    Attributes
    ----------
    finished : bool
    stopping : bool
        The time is over: `work` should return at once.
    goes_on : bool
        It could not be stopped, and goes on beside what comes after it.
    interrupted : bool
        Somebody pressed the stop button.
    failure : Failure or None
        What `work` itself raised, which ended it.
    printed : str
        The beginning of what it printed, which did not reach the page.
    warned : str
        The first of Python's warnings, or nothing.
    """

    def __init__(self, work, seconds):
        self.finished, self.stopping, self.interrupted = False, False, False
        self.goes_on = False
        self.failure, self.warned = None, ""
        self._work, output = work, _Short()
        with (
            contextlib.redirect_stdout(output),
            contextlib.redirect_stderr(output),
            _inside_jupyter(),
            warnings.catch_warnings(record=True) as self._caught,
        ):
            warnings.simplefilter("always")
            if in_browser():
                self._run_here(seconds)
            else:
                self._run_in_a_thread(seconds)
        self.printed = output.getvalue()

    def _run_in_a_thread(self, seconds):
        # Only a thread can be left behind: whatever the function does, the notebook's own (main)
        # thread waits no longer than agreed, on every system.
        thread = threading.Thread(target=self._run, daemon=True)
        try:
            thread.start()  # in the try: the stop button is heard here, too
            _wait(thread, seconds)
        except KeyboardInterrupt:
            self.interrupted = self.stopping = True
        if thread.is_alive():
            self.stopping = True
            with contextlib.suppress(KeyboardInterrupt):
                _stop(thread)
            self.goes_on = thread.is_alive()

    def _run_here(self, seconds):
        # There are no threads: so the clock is looked at all the time, and once the time is over,
        # all of these looks end in SystemExit, in case a bare `except` swallows one.
        end, nested = time.monotonic() + seconds, inside()

        def look(_):
            if time.monotonic() > end:
                self.stopping = True
                raise SystemExit

        try:
            # Looking for a cause may run a function within a run, with a time of its own.
            _watch(self._run, look, nested)
        except SystemExit:
            pass
        finally:
            _this_thread.runs = nested

    def _run(self):
        _this_thread.runs = True
        try:
            self._work(self)
            # A warning may be of the learner's own making: here it is still watched.
            self.warned = next((message(w.message) for w in self._caught), "")
        except BaseException as error:
            if not self.stopping:  # or else it is we who end it
                self.failure = failure(error)
            return
        self.finished = not self.stopping


def watched(look, otherwise, seconds=1):
    """Return what looking at something of the learner's gives, or else `otherwise`.

    It is `otherwise` where that raises, or has not come to an end after so many seconds.
    """
    seen = [otherwise]

    def work(run):
        seen[0] = plain(look())

    return seen[0] if Run(work, seconds).finished else otherwise


def _wait(thread, seconds):
    """Wait for a thread in short naps, between which the stop button is heard on every system."""
    end = time.monotonic() + seconds
    while thread.is_alive() and time.monotonic() < end:
        thread.join(0.05)


def _watch(work, look, nested=False):
    """Call `work`, and `look(code)` before each line of the learner's, turn of a loop, and call.

    At calls of our functions, too. (`sys.settrace` would not do: the first exception that comes out
    of it switches it off.)
    """
    watching, events = sys.monitoring, sys.monitoring.events
    all_events = events.LINE | events.JUMP | events.PY_START

    def look_at_learners(code, *_):
        return watching.DISABLE if code.co_filename.startswith(TRUSTED) else look(code)

    looks = (
        (events.LINE, look_at_learners),
        (events.JUMP, look_at_learners),
        (events.PY_START, lambda code, *_: look(code)),
    )
    if not nested:
        watching.use_tool_id(WATCH, __name__)
    before = [(event, watching.register_callback(WATCH, event, it)) for event, it in looks]
    watching.set_events(WATCH, all_events)
    try:
        work()
    finally:
        # First of all: until then, whatever is written in Python and called here may be ended.
        watching.set_events(WATCH, events.NO_EVENTS)
        for event, it in before:
            watching.register_callback(WATCH, event, it)
        if nested:
            watching.set_events(WATCH, all_events)
        else:
            watching.free_tool_id(WATCH)


@contextlib.contextmanager
def _without_a_word():
    """Keep Python from telling of a SystemExit that reached a thread on its last steps."""
    before = sys.unraisablehook
    sys.unraisablehook = lambda args: args.exc_type is SystemExit or before(args)
    try:
        yield
    finally:
        sys.unraisablehook = before


def _stop(thread):
    """Raise SystemExit in a thread, again and again, in case a bare `except` swallows it.

    SystemExit is the one exception that ends a thread without a word.
    """
    with _without_a_word():
        for _ in range(50):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)
            )
            thread.join(0.01)
            if not thread.is_alive():
                return
        if hasattr(sys, "monitoring"):  # from Python 3.12 on
            _stop_at_every_line(thread)


def _stop_at_every_line(thread):
    """Raise SystemExit in a thread so often that some of it falls outside of every `try`."""

    its_own = thread.run.__code__.co_filename  # there the thread ends, and is written off

    def look(code):
        if threading.get_ident() == thread.ident and code.co_filename != its_own:
            raise SystemExit

    # ValueError: somebody else is watching, such as a check that looks for a cause meanwhile.
    with contextlib.suppress(ValueError):
        _watch(lambda: _wait(thread, 1), look)
