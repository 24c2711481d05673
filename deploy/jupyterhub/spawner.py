"""How a learner's server is started: as a number of its own, within limits."""

import os
import resource
from pathlib import Path

import class_folder
from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Integer, Unicode

# Threads count, too. Twelve open notebooks need about 200.
MOST_THREADS = 500


class LearnerSpawner(LocalProcessSpawner):
    """Start servers on this machine that cannot touch one another, nor the hub.

    Memory is limited for each process: the kernel of Linux counts what a process may write to
    (RLIMIT_DATA). A limit for all processes of a learner together needs systemd or containers.
    """

    folder = Unicode(help="The class's folder.").tag(config=True)
    memory_mb = Integer(1024, help="What each process may have of memory.").tag(config=True)

    def home(self):
        """(the learner's folder, the number as which the learner's programs run)."""
        return class_folder.home_of(Path(self.folder), self.user.name, os.geteuid())

    def make_preexec_fn(self, name):
        """Return what the new process does before it becomes the learner's server."""
        home, number = self.home()
        as_root, memory = os.geteuid() == 0, self.memory_mb * 2**20

        def become_the_learner():
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.nice(5)  # so that the hub and its proxy still answer when all learners compute
            os.umask(0o077)
            if as_root:
                resource.setrlimit(resource.RLIMIT_NPROC, (MOST_THREADS, MOST_THREADS))
                os.setgroups([])
                os.setgid(number)
                os.setuid(number)
            os.chdir(home)

        return become_the_learner

    def user_env(self, env):
        """Add what a program wants to know of its user."""
        name, (home, number) = self.user.name, self.home()
        sockets = class_folder.sockets_of(Path(self.folder), number)
        own = {"HOME": str(home), "SHELL": "/bin/bash", "JUPYTER_RUNTIME_DIR": str(sockets)}
        return env | {"USER": name, "LOGNAME": name} | own

    def end_what_is_left(self):
        """End the learner's other processes: without a server nobody sees to them any more."""
        if os.geteuid() == 0:
            class_folder.end_all(self.home()[1])

    async def start(self):
        """Start the server, after the end of all that an earlier one has left."""
        self.end_what_is_left()
        return await super().start()

    async def stop(self, now=False):
        """Stop the server and all that it has left running."""
        await super().stop(now=now)
        self.end_what_is_left()
