"""Start the course as a learner does, and see that JupyterLab answers; then stop it again.

    python tools/wait_for_lab.py

The exit code is 0 if its address answered in time and was silent again after the stop.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "start.py", "--no-browser"]
ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+")


def answer(address):
    """What JupyterLab's interface says at this address, or None if nothing answers there."""
    try:
        with urllib.request.urlopen(f"{address}/api", timeout=5) as reply:
            return reply.read().decode("utf-8")
    except OSError:
        return None


def stop(process):
    """End the process and those it has started."""
    if os.name == "nt":
        # It complains of a child that ended meanwhile; the lab itself is asked again afterwards.
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=60)


def until(question, seconds):
    """Ask once a second until the answer is true; return it, or None when time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = question()
        if found:
            return found
        time.sleep(1)
    return None


def try_lab(command, root=ROOT, seconds=1500, patience=30):
    """Run the command until the address it prints answers; return what went wrong, or None."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=os.name != "nt",
    )
    said = []

    def listen():
        with process.stdout:
            for line in process.stdout:
                said.append(line)
                print(line, end="", flush=True)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()

    def reached():
        found = ADDRESS.search("".join(said))
        return (found and answer(found.group()) and found.group()) or process.poll() is not None

    address = until(reached, seconds)
    if process.poll() is not None:
        listener.join(timeout=patience)
        return f"It ended by itself, with exit code {process.returncode}."
    stop(process)
    listener.join(timeout=patience)
    if address is None:
        return f"No address that it printed answered within {seconds} seconds."
    if not until(lambda: answer(address) is None, patience):
        return f"It was stopped, and yet {address} still answers."
    print(f"{address} answered, and is silent again.")
    return None


def main():
    """Try the course's own command; return the exit code."""
    sys.stdout.reconfigure(errors="replace")  # for what the terminal cannot show
    fault = try_lab(COMMAND)
    if fault:
        print(fault, file=sys.stderr)
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
