"""Try a class's server: a real JupyterHub with its proxy, and a class of learners who use it.

    sudo .venv/bin/python deploy/jupyterhub/try_class.py                  20 learners
    sudo .venv/bin/python deploy/jupyterhub/try_class.py --learners 3     a quick look

Each learner logs in over HTTP, opens notebook 07, runs all its cells through the kernel's websocket
and moves sliders. Then one kernel is killed, and one learner's server; the others must not notice.
One learner tries to read another's files, and one takes too much memory. At the end all servers are
left alone, and must be stopped. It works in a folder of its own, which is removed at the end. What
a browser itself does, drawing and computing, is not part of it. The exit code is 0 if all was well.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import class_folder
import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import (
    WebSocketClientConnection,
    WebSocketClosedError,
    websocket_connect,
)

LESSON = "07_training.ipynb"
PATIENCE = 600  # seconds: on a busy machine a class needs its time
THINKING = 0.5  # seconds between two moves of a slider
SLIDERS = {"FloatSliderModel", "IntSliderModel", "FloatLogSliderModel", "SelectionSliderModel"}
# What a learner may try on another, and on the hub: every one of them has to fail.
ATTACKS = """
import os, signal
from pathlib import Path
def refused(what, *arguments):
    try:
        what(*arguments)
    except (PermissionError, FileNotFoundError) as error:
        return type(error).__name__
    return "ALLOWED"
print({{
    "list": refused(os.listdir, {home!r}),
    "read": refused(open, {notebook!r}),
    "write": refused(open, {home!r} + "/mine.txt", "w"),
    "passwords": refused(os.listdir, {state!r}),
    "sockets": refused(os.listdir, {sockets!r}),
    "environment": refused(Path("/proc/{server}/environ").read_bytes),
    "kill": refused(os.kill, {server}, signal.SIGTERM),
}})
"""
TOO_MUCH = """
import numpy
try:
    numpy.ones({megabytes} * 2**17)
except MemoryError:
    print("refused")
else:
    print("ALLOWED")
"""


def free_ports(count):
    """Return ports that nothing uses at this moment."""
    with contextlib.ExitStack() as stack:
        trials = [stack.enter_context(socket.socket()) for _ in range(count)]
        for trial in trials:
            trial.bind(("127.0.0.1", 0))
        return [trial.getsockname()[1] for trial in trials]


def pss(process):
    """Return a process's share of memory in MiB; what several share is divided among them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def command_of(process):
    """Return the command line of a process, or nothing if it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def quantile(values, part):
    """Return the value below which this part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


def spread(values, unit="s"):
    """Write values as median, 90 % and largest."""
    middle, most, last = statistics.median(values), quantile(values, 0.9), max(values)
    return f"median {middle:.3g}, 90 % below {most:.3g}, largest {last:.3g} {unit}"


@dataclass
class Kernel:
    """A notebook's kernel, reached over its websocket."""

    socket: WebSocketClientConnection
    session: str = field(default_factory=lambda: uuid.uuid4().hex)
    models: dict = field(default_factory=dict)  # comm id -> the state of a widget

    def note(self, message):
        """Keep what widgets are there, and what they show."""
        content, kind = message["content"], message["msg_type"]
        if kind == "comm_open":
            self.models[content["comm_id"]] = dict(content["data"].get("state", {}))
        elif kind == "comm_msg" and content["data"].get("method") == "update":
            self.models.setdefault(content["comm_id"], {}).update(content["data"]["state"])

    async def ask(self, kind, content):
        """Send a message and return all that comes back for it, until the kernel is idle."""
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "", "session": self.session}
        header |= {"date": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.socket.write_message(json.dumps(message | {"channel": "shell", "buffers": []}))
        answers, replied, idle = [], kind != "execute_request", False
        while not (replied and idle):
            text = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            if text is None:
                raise RuntimeError("The kernel's websocket was closed.")
            reply = json.loads(text)
            self.note(reply)
            if reply["parent_header"].get("msg_id") == number:
                answers.append((time.perf_counter(), reply))
                replied = replied or reply["msg_type"] == "execute_reply"
                state = reply["content"].get("execution_state")
                idle = idle or reply["msg_type"] == "status" and state == "idle"
        return answers

    async def run(self, code):
        """Run code; return what it printed. RuntimeError if it raised."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}}
        answers = await self.ask("execute_request", content | {"allow_stdin": False})
        replies = [reply["content"] for _, reply in answers]
        for reply in replies:
            if reply.get("status") == "error":
                raise RuntimeError(f"{reply['ename']}: {reply['evalue']}\nin the cell\n{code}")
        return "".join(reply.get("text", "") for reply in replies)

    def sliders(self):
        """Return the sliders that can be moved: {comm id: the values to go through}."""
        found = {}
        for comm, state in self.models.items():
            if state.get("_model_name") not in SLIDERS or state.get("disabled"):
                continue
            if state["_model_name"] == "SelectionSliderModel":
                found[comm] = ("index", list(range(len(state["_options_labels"]))))
                continue
            steps = round((state["max"] - state["min"]) / state["step"])
            values = [state["min"] + step * state["step"] for step in range(steps + 1)]
            if state["_model_name"] == "FloatLogSliderModel":
                values = [state["base"] ** value for value in values]
            found[comm] = ("value", values)
        return found

    async def move(self, comm, name, value):
        """Move a slider; return the seconds until a picture came back, or None if none did."""
        begun = time.perf_counter()
        data = {"method": "update", "state": {name: value}, "buffer_paths": []}
        for arrived, reply in await self.ask("comm_msg", {"comm_id": comm, "data": data}):
            content = reply["content"]
            if reply["msg_type"] == "comm_msg" and content["comm_id"] != comm:
                shown = content["data"].get("state", {}).get("value")
                if isinstance(shown, str) and "<" in shown:
                    return arrived - begun
        return None


class Learner:
    """One of the class, with a browser's cookies but no browser."""

    def __init__(self, address, name, password, number=None):
        self.address, self.name, self.password, self.number = address, name, password, number
        self.http = httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE)
        self.kernel, self.kernel_id = None, None

    def url(self, path):
        """Return the address of something on the learner's own server."""
        return f"{self.address}/user/{self.name}/{path}"

    def token(self, path):
        """Return the header against forged requests, from the cookie for this path."""
        cookies = [cookie for cookie in self.http.cookies.jar if cookie.name == "_xsrf"]
        fitting = [cookie for cookie in cookies if path.startswith(cookie.path)]
        return {"X-XSRFToken": max(fitting, key=lambda cookie: len(cookie.path)).value}

    async def log_in(self):
        """Log in, and wait for the page with the notebook and all its scripts."""
        (await self.http.get(f"{self.address}/hub/login")).raise_for_status()
        data = {"username": self.name, "password": self.password}
        data["_xsrf"] = self.token("/hub/login")["X-XSRFToken"]
        answer = await self.http.post(
            f"{self.address}/hub/login", data=data, follow_redirects=False
        )
        if answer.status_code != 302:
            raise RuntimeError(f"{self.name} could not log in: {answer.status_code}")
        await self.reach_server()

    async def reach_server(self):
        """Have the server started, as the hub's page does, and load its own page."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            page = await self.http.get(self.url(f"lab/tree/{LESSON}"))
            if page.status_code == 200 and page.url.path.startswith(f"/user/{self.name}/lab"):
                break
            if page.status_code in (424, 503):  # it does not run, or the hub has not noticed yet
                await self.http.get(f"{self.address}/hub/spawn/{self.name}")
            await asyncio.sleep(0.5)
        else:
            raise RuntimeError(f"{self.name}'s server did not start.")
        for script in re.findall(r'src="([^"]+)"', page.text):
            (await self.http.get(self.address + script)).raise_for_status()

    async def open_lesson(self):
        """Open the notebook: its text, a kernel, and the kernel's websocket; return its cells."""
        answer = await self.http.get(self.url(f"api/contents/{LESSON}"))
        answer.raise_for_status()
        cells = answer.json()["content"]["cells"]
        asked = {"path": LESSON, "name": LESSON, "type": "notebook", "kernel": {"name": "python3"}}
        headers = self.token(f"/user/{self.name}/")
        answer = await self.http.post(self.url("api/sessions"), json=asked, headers=headers)
        answer.raise_for_status()
        self.kernel_id = answer.json()["kernel"]["id"]
        await self.connect()
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]

    async def connect(self):
        """Open the websocket of the kernel."""
        url = self.url(f"api/kernels/{self.kernel_id}/channels")
        headers = self.http.build_request("GET", url).headers
        request = HTTPRequest(
            url.replace("http", "ws", 1),
            headers={"Cookie": headers["cookie"]},
            connect_timeout=PATIENCE,
        )
        self.kernel = Kernel(await websocket_connect(request, max_message_size=2**28))

    async def move_sliders(self, moves):
        """Move sliders that change a picture, one step at a time; return the seconds for each."""
        taken = []
        for comm, (name, values) in self.kernel.sliders().items():
            for value in values[: moves + 1][::-1]:
                if len(taken) == moves:
                    return taken
                seconds = await self.kernel.move(comm, name, value)
                if seconds is None:
                    break
                taken.append(seconds)
                await asyncio.sleep(THINKING)
        return taken

    def programs(self, word):
        """Return the process ids of the learner's programs that have a word in their command."""
        mine = class_folder.programs_of(self.number)
        return [process for process in mine if word in command_of(process)]

    def memory(self):
        """Return (server, kernels) in MiB."""
        kernels = self.programs("ipykernel_launcher")
        others = set(class_folder.programs_of(self.number)) - set(kernels)
        return sum(map(pss, others)), sum(map(pss, kernels))


@contextlib.contextmanager
def hub(folder, address):
    """Run the hub as the second command does; give its process."""
    here = class_folder.HERE
    command = [Path(sys.prefix) / "bin/jupyterhub", "--config", here / "jupyterhub_config.py"]
    with open(folder / "state/hub.log", "a") as log:
        process = subprocess.Popen(
            command,
            env=os.environ | {"COURSE_SERVER": str(folder)},
            cwd=class_folder.ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=120)


async def answers(address, process):
    """Wait until the hub answers through its proxy."""
    until = time.monotonic() + PATIENCE
    async with httpx.AsyncClient() as http:
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(f"{address}/hub/login")).status_code == 200:
                    return
            await asyncio.sleep(0.3)
    raise RuntimeError("The hub did not start.")


def write_settings(folder, address, ports, **others):
    """Write the settings of the class on trial."""
    lines = {"address": address, "inner_ports": ports} | others
    text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    (folder / "settings.toml").write_text(text, encoding="utf-8")


def accounts(folder, names):
    """Make accounts with the command that a teacher uses; return {name: password}."""
    command = [sys.executable, class_folder.HERE / "accounts.py", *names]
    environment = os.environ | {"COURSE_SERVER": str(folder)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return dict(line.split() for line in done.stdout.splitlines())


class Trial:
    """What is measured, and what went wrong."""

    def __init__(self):
        self.wrong = []

    def say(self, what, value):
        """Print one line of the report."""
        print(f"{what:<50}{value}", flush=True)

    def holds(self, what, true, detail=""):
        """Print whether something holds, and remember it if not."""
        self.say(what, "yes" if true else f"NO {detail}")
        if not true:
            self.wrong.append(what)


async def timed(work):
    """Return (the result, the seconds it took)."""
    begun = time.perf_counter()
    result = await work
    return result, time.perf_counter() - begun


async def work_through(learner, moves):
    """Do what a learner does in the lesson; return the seconds for each part."""
    _, entering = await timed(learner.log_in())
    cells, opening = await timed(learner.open_lesson())
    begun = time.perf_counter()
    for cell in cells:
        await learner.kernel.run(cell)
    running = time.perf_counter() - begun
    await learner.kernel.run(f"who_am_i = {learner.name!r}")
    return entering, opening, running, await learner.move_sliders(moves)


async def untouched(learners):
    """Return the names of those whose kernel has lost what it knew, or whose socket is closed."""
    lost = []
    for learner in learners:
        try:
            said = await learner.kernel.run("print(who_am_i)")
        except (RuntimeError, WebSocketClosedError) as error:
            said = repr(error)
        if said.strip() != learner.name:
            lost.append((learner.name, said))
    return lost


async def kill_a_kernel(trial, victim, others):
    """Kill one learner's kernel: the server starts it again, and nobody else notices."""
    [process] = victim.programs("ipykernel_launcher")
    os.kill(process, signal.SIGKILL)
    trial.holds("a kernel killed: the others keep theirs", not await untouched(others))

    async def again():
        while process in victim.programs("ipykernel_launcher") or not victim.programs(
            "ipykernel_launcher"
        ):
            await asyncio.sleep(0.2)
        victim.kernel.socket.close()
        await victim.connect()
        return await victim.kernel.run("print('who_am_i' in globals())")

    said, seconds = await timed(again())
    trial.holds(
        f"the killed one works again, anew ({seconds:.1f} s)", said.strip() == "False", said
    )


async def kill_a_server(trial, victim, others, home):
    """Kill one learner's server: nobody else notices, and the learner's files are still there."""
    [process] = victim.programs("jupyterhub.singleuser")
    (home / "my_course/note.txt").write_text("mine")
    os.kill(process, signal.SIGKILL)
    trial.holds("a server killed: the others keep theirs", not await untouched(others))
    _, seconds = await timed(victim.reach_server())
    answer = await victim.http.get(victim.url("api/contents/note.txt"))
    there = answer.status_code == 200
    trial.holds(f"the killed one is back, with its files ({seconds:.1f} s)", there)
    left = victim.programs("ipykernel_launcher")
    trial.holds("no kernel of the killed server is left", not left, left)


async def attack(trial, folder, learner, other):
    """Let one learner try to reach another, from a cell and over HTTP."""
    home = folder / "homes" / other.name
    [server] = other.programs("jupyterhub.singleuser")
    lesson = str(home / "my_course" / LESSON)
    names = {"home": str(home), "notebook": lesson, "state": str(folder / "state")}
    names["sockets"] = str(class_folder.sockets_of(folder, other.number))
    said = await learner.kernel.run(ATTACKS.format(**names, server=server))
    trial.holds("nobody reaches another's files or programs", "ALLOWED" not in said, said)
    files = class_folder.sockets_of(folder, other.number).glob("kernel-*.json")
    ways = {json.loads(file.read_text(encoding="utf-8"))["transport"] for file in files}
    trial.holds("nor listens to another's kernel", ways == {"ipc"}, ways)
    path = f"{learner.address}/user/{other.name}/api/contents"
    status = (await learner.http.get(path)).status_code
    trial.holds("nor over HTTP", status in (403, 404), status)


async def idle_ones_are_stopped(trial, learners):
    """Wait for the end of all servers, which nobody uses any more."""

    async def all_ended():
        while any(class_folder.programs_of(learner.number) for learner in learners):
            await asyncio.sleep(0.5)

    try:
        _, seconds = await timed(asyncio.wait_for(all_ended(), 240))
    except TimeoutError:
        seconds = None
    trial.holds("servers that nobody uses are stopped", seconds is not None)


async def first_hub(trial, folder, address, ports, names, moves):
    """The class at work, and what may go wrong in it."""
    memory = class_folder.DEFAULTS["memory_mb"]
    write_settings(folder, address, ports)
    with hub(folder, address) as process:
        await answers(address, process)
        passwords = accounts(folder, names)
        learners = [Learner(address, name, passwords[name]) for name in names]
        try:
            done = await asyncio.gather(*(work_through(one, moves) for one in learners))
            for one in learners:
                one.number = (folder / "homes" / one.name).stat().st_uid
            entering, opening, running, sliding = zip(*done, strict=True)
            trial.holds(f"{len(names)} learners served", len(done) == len(names))
            trial.say("log in → page with its scripts", spread(entering))
            trial.say("notebook opened, kernel there", spread(opening))
            trial.say("all cells of 07 run", spread(running))
            moved = [1000 * seconds for one in sliding for seconds in one]
            trial.holds("every learner's sliders moved pictures", all(map(len, sliding)))
            trial.say("slider moved → picture, all together", spread(moved, "ms"))
            calm = [1000 * s for s in await learners[-1].move_sliders(moves)]
            trial.say("slider moved → picture, one at a time", spread(calm, "ms"))
            servers, kernels = zip(*(one.memory() for one in learners), strict=True)
            both = [a + b for a, b in zip(servers, kernels, strict=True)]
            trial.say("memory (PSS) of a learner", spread(both, "MiB"))
            trial.say("    of it the server", spread(servers, "MiB"))
            trial.say("    of it the kernel of 07", spread(kernels, "MiB"))
            trial.say("memory of the hub and its proxy", f"{hub_memory(process.pid):.0f} MiB")
            await what_may_go_wrong(trial, folder, learners, memory)
        finally:
            for one in learners:
                await one.http.aclose()
    return learners


def hub_memory(process):
    """Return the memory of the hub and of what it started for itself, in MiB."""
    found, family = [process], [process]
    while found:
        parent = found.pop()
        for one in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                fields = one.read_text().rsplit(")", 1)[1].split()
                if int(fields[1]) == parent and one.stat().st_uid == os.geteuid():
                    found.append(int(one.parent.name))
                    family.append(int(one.parent.name))
    return sum(map(pss, family))


async def what_may_go_wrong(trial, folder, learners, memory):
    """Kill, attack, and take too much, one after the other."""
    first, second, third = learners[:3]
    await kill_a_kernel(trial, first, learners[1:])
    await first.kernel.run(f"who_am_i = {first.name!r}")
    others = [one for one in learners if one is not second]
    await kill_a_server(trial, second, others, folder / "homes" / second.name)
    await attack(trial, folder, third, first)
    said = await third.kernel.run(TOO_MUCH.format(megabytes=2 * memory))
    trial.holds(f"{2 * memory} MB at once are refused", said.strip() == "refused", said)
    await second.open_lesson()
    await second.kernel.run(f"who_am_i = {second.name!r}")
    trial.holds("all kernels have lived through it", not await untouched(learners))


async def second_hub(trial, folder, address, ports, learners):
    """The same class another day, with a short wait for those who do nothing."""
    changed = folder / "homes" / learners[0].name / "my_course" / LESSON
    text = changed.read_text(encoding="utf-8").replace("# ", "# Mine: ", 1)
    changed.write_text(text, encoding="utf-8")
    write_settings(folder, address, ports, idle_minutes=0.25)
    with hub(folder, address) as process:
        await answers(address, process)
        again = [Learner(address, one.name, one.password, one.number) for one in learners[:3]]
        try:
            await asyncio.gather(*(one.log_in() for one in again))
            trial.holds("a changed copy is kept", changed.read_text(encoding="utf-8") == text)
        finally:
            for one in again:
                await one.http.aclose()
        await idle_ones_are_stopped(trial, again)


async def trial_of(count, moves, folder):
    """Try everything in a folder; return the trial."""
    trial, (port, *inner) = Trial(), free_ports(3)
    address = f"http://127.0.0.1:{port}"
    names = [f"learner{number:02}" for number in range(1, count + 1)]
    learners = await first_hub(trial, folder, address, inner, names, moves)
    left = [one.name for one in learners if class_folder.programs_of(one.number)]
    trial.holds("after the hub's end nothing is left running", not left, left)
    await second_hub(trial, folder, address, inner, learners)
    return trial


def main():
    """Do what the command line asks; return the exit code."""
    parser = argparse.ArgumentParser(description="Try a class's server.")
    parser.add_argument("--learners", type=int, default=20, help="how many, at least 3")
    parser.add_argument("--moves", type=int, default=10, help="how often each moves a slider")
    options = parser.parse_args()
    if os.geteuid() != 0:
        print("Start this with sudo: learners are kept apart only then.", file=sys.stderr)
        return 1
    if options.learners < 3:
        parser.error("at least 3 learners are needed")
    folder = Path(tempfile.mkdtemp(prefix="class_server_"))
    class_folder.make(folder)
    try:
        trial = asyncio.run(trial_of(options.learners, options.moves, folder))
    except BaseException:
        print((folder / "state/hub.log").read_text(encoding="utf-8")[-6000:], file=sys.stderr)
        raise
    finally:
        for home in (folder / "homes").iterdir():
            class_folder.end_all(home.stat().st_uid)
        shutil.rmtree(folder)
    return 1 if trial.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
