"""A process for each peer, which trains when it is told to and is quiet otherwise."""

import contextlib
import multiprocessing
import os
import sys
import time
import tracemalloc
from importlib import import_module
from pathlib import Path

from threadpoolctl import threadpool_info

from . import PEERS, Batches

# Read when a library is loaded; where a process can also be kept on one core, it is.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}
# No graphics card for anybody, and TensorFlow without its greetings.
SURROUNDINGS = {"TF_CPP_MIN_LOG_LEVEL": "3", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": "-1"}


class Failure(Exception):
    """A peer raised, died, or took too long; the message says which."""


class Worker:
    """A peer in its own process. Call it with a command of `_Commands` and its arguments."""

    def __init__(self, key, one_thread=False, patience=120):
        self.peer, self._patience = PEERS[key], patience
        # A fresh process, not a copy of this one, which may have threads; it finds the variables
        # in its environment before it loads anything.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, key, one_thread), daemon=True)
        with _environment(
            SURROUNDINGS | self.peer.environment | (ONE_THREAD if one_thread else {})
        ):
            self._process.start()
        theirs.close()

    def __call__(self, command, *arguments):
        try:
            self._connection.send((command, arguments))
            if not self._connection.poll(self._patience):
                raise Failure(f"no answer for {self._patience} s")
            done, answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise Failure("its process ended") from error
        if not done:
            raise Failure(answer)
        return answer

    def close(self):
        """End the process."""
        self._connection.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


@contextlib.contextmanager
def _environment(variables):
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def cores():
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count()


def peak_memory():
    """Return the most memory this process has held so far, in bytes; None where nobody counts."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux, where `resource` would count the parent's memory, too
        (line,) = (x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return 1024 * int(line.split()[1])
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return None


def _serve(connection, key, one_thread):
    # TensorFlow greets at length; what goes wrong is told through the connection.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if one_thread and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    commands = _Commands(PEERS[key])
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            command, arguments = connection.recv()
            try:
                connection.send((True, getattr(commands, command)(*arguments)))
            except Exception as error:
                words = str(error).strip().splitlines() or [""]
                connection.send((False, f"{type(error).__name__}: {words[0][:200]}"))


class _Commands:
    """What a worker can be told to do; its times are in seconds."""

    def __init__(self, peer):
        self._peer, self._models = peer, {}

    def load(self):
        """Import the peer. Return the time, the versions, and the threads as the libraries say."""
        start = time.perf_counter()
        self._prepare = import_module(f"peers.{self._peer.module}").prepare
        seconds = time.perf_counter() - start
        versions = {name: sys.modules[name].__version__ for name in self._peer.packages}
        pools = {lib["internal_api"]: lib["num_threads"] for lib in threadpool_info()}
        return seconds, versions, {"cores": cores()} | pools

    def open(self, name, job):
        """Make a model for a job and keep it under a name. Return the time."""
        start = time.perf_counter()
        batches = Batches(job.X.shape[1], job.batch_size, job.seed)
        self._models[name] = self._prepare(
            job.X,
            job.Y,
            job.params_values,
            job.sizes,
            job.rate,
            batches,
            job.dtype,
            **self._peer.settings,
        )
        return time.perf_counter() - start

    def run(self, name, n):
        """Take n steps. Return the time."""
        start = time.perf_counter()
        self._models[name].run(n)
        return time.perf_counter() - start

    def sample(self, name, n, at_least):
        """Take the first n steps again and again, for so long at least. Return the times."""
        times = []
        while not times or sum(times) < at_least:
            self._models[name].restart()
            times.append(self.run(name, n))
        return times

    def restart(self, name):
        self._models[name].restart()

    def params_values(self, name):
        return self._models[name].params_values

    def forward(self, name, X):
        return self._models[name].forward(X)

    def peak_memory(self):
        return peak_memory()

    def traced_peak(self, job, steps):
        """Return the most bytes that NumPy and Python held at once while making and training."""
        # What libraries load or remember at their first use is no part of a training.
        self.open("traced", job)
        self.run("traced", 1)
        del self._models["traced"]
        tracemalloc.start()
        try:
            self.open("traced", job)
            self.run("traced", steps)
            return tracemalloc.get_traced_memory()[1]
        finally:
            del self._models["traced"]
            tracemalloc.stop()
