"""The race: nnlib against Keras, JAX, PyTorch and scikit-learn, all side by side.

    python benchmarks/race.py            about five minutes, six if the machine is busy
    python benchmarks/race.py --long     and a million examples

Everybody gets the same data, start, order of mini-batches, rate and number of steps; who does not
end at the same parameters is not timed. Peers that are not installed are named as missing. Writes
benchmarks/results/race.md and race.png.
"""

import argparse
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from peers import PEERS, Batches, Job, largest_difference, nnlib_train
from peers.machine import COLOURS, describe, load
from peers.worker import Failure, Worker
from tqdm import tqdm

from nnlib import get_accuracy_value, init_layers
from nnlib.architecture import dense_architecture

RESULTS = Path(__file__).resolve().parent / "results"
SIZES, RATE, BATCH, GOAL = [2, 25, 50, 50, 25, 1], 0.1, 30, 0.95
# With this start no ReLU's input is so close to 0 in the first steps that float32 and float64 come
# down on different sides of it: then rounding alone would move parameters by 1e-4.
SEED = 6
CHECKED, TOLERANCE = 100, 1e-5  # steps, and the largest difference that float32 explains
FULL_STEPS = 100  # in one sample
ROUNDS = 5
AT_LEAST = 0.2  # seconds of samples in a round: the quick ones get more of them
PER_PEER = 8.0  # seconds of samples for one task: the slow ones get fewer rounds
SETTINGS = {"one": "one thread", "default": "each library's own number of threads"}


@dataclass
class Result:
    """What was found out about one peer in one setting of the threads."""

    missing: list = field(default_factory=list)
    failure: str | None = None
    importing: float = 0.0
    starting: float = 0.0
    versions: dict = field(default_factory=dict)
    threads: dict = field(default_factory=dict)
    difference: float = 0.0
    memory: int | None = None
    # Seconds a step, one number for each sample: "full" and "mini".
    times: dict = field(default_factory=lambda: {"full": [], "mini": []})

    @property
    def problem(self):
        """Say why there are no times; None if there are."""
        if self.missing:
            return f"not installed: {', '.join(self.missing)}"
        return self.failure


def jobs():
    """Return the two tasks, by name: mini-batches and full batch."""
    # Not at the top: every peer's process reads this file, and would load scikit-learn with it.
    from classroom.datasets import moons

    data = moons()
    start = init_layers(dense_architecture(SIZES), SEED, "he")
    params_values = {key: values.astype(np.float32) for key, values in start.items()}
    X, Y = data.X_train.astype(np.float32), data.Y_train.astype(np.float32)
    mini = Job(X, Y, params_values, SIZES, RATE, BATCH, SEED)
    return {"mini": mini, "full": mini._replace(batch_size=X.shape[1])}


def reference(job):
    """Return the course's own `train` on this job, in float64 throughout."""
    start = {key: values.astype(float) for key, values in job.params_values.items()}
    batches = Batches(job.X.shape[1], job.batch_size, job.seed)
    return nnlib_train.prepare(job.X, job.Y, start, job.sizes, job.rate, batches, "float64")


def steps_to_goal(job):
    """Return after how many steps, whole epochs, the training accuracy reaches the goal."""
    model, epoch, steps = reference(job), job.X.shape[1] // job.batch_size, 0
    while get_accuracy_value(model.forward(job.X), job.Y) < GOAL:
        model.run(epoch)
        steps += epoch
    return steps


def check(params_values, expected):
    """Return the largest difference.

    Raises
    ------
    Failure
        If float32 does not explain it: this peer computes something else.
    """
    try:
        difference = largest_difference(params_values, expected)
    except ValueError as error:
        raise Failure(f"computes something else: {error}") from error
    if difference > TOLERANCE:
        raise Failure(
            f"computes something else: after {CHECKED} steps a parameter differs by "
            f"{difference:.1e}, expected at most {TOLERANCE:.0e}"
        )
    return difference


def start(worker, result, tasks, expected, goal_steps):
    """Load a peer, let it compile, check it, and warm it up."""
    result.importing, result.versions, result.threads = worker("load")
    # Once with as many steps as will be timed, because compilers look at the number.
    for name, job in tasks.items():
        steps = FULL_STEPS if name == "full" else goal_steps
        first = worker("open", name, job) + worker("run", name, steps)
        again = worker("sample", name, steps, 0)
        if name == "mini":
            result.starting = max(0.0, first - again[0])
        if not worker.peer.learns:
            continue
        if name == "mini":
            accuracy = get_accuracy_value(worker("forward", name, job.X), job.Y)
            if accuracy < GOAL:
                raise Failure(f"has an accuracy of {accuracy:.1%} after {goal_steps} steps")
        worker("restart", name)
        worker("run", name, CHECKED)
        difference = check(worker("params_values", name), expected[name])
        result.difference = max(result.difference, difference)


def race(setting, tasks, expected, goal_steps, peers=PEERS, rounds=ROUNDS):
    """Run all peers in one setting of the threads. Return {key: Result} for each, also who fails.

    All are started and checked first; then each round gives every peer its turn, so that whatever
    else the machine does meets all alike. Only one works at a time.
    """
    results, workers = {key: Result(missing=peer.missing) for key, peer in peers.items()}, {}
    try:
        for key, peer in peers.items():
            result = results[key]
            if not result.missing:
                try:
                    workers[key] = Worker(key, one_thread=setting == "one")
                    start(workers[key], result, tasks, expected, goal_steps)
                except Failure as failure:
                    result.failure = str(failure)
            words = result.problem or f"ready, {result.importing + result.starting:.1f} s"
            print(f"  {peer.name}: {words}", flush=True)
        for _ in tqdm(range(rounds), desc=f"  rounds, {SETTINGS[setting]}"):
            for key, worker in workers.items():
                if results[key].failure is None:
                    _turn(worker, results[key], goal_steps)
        for key, worker in workers.items():
            if results[key].failure is None:
                results[key].memory = worker("peak_memory")
    finally:
        for worker in workers.values():
            worker.close()
    return results


def _turn(worker, result, goal_steps):
    """Let one peer take its samples of this round, if it has time left."""
    for name, steps in (("full", FULL_STEPS), ("mini", goal_steps)):
        if sum(result.times[name]) * steps < PER_PEER:
            try:
                seconds = worker("sample", name, steps, AT_LEAST)
            except Failure as failure:
                result.failure = str(failure)
                return
            result.times[name] += [s / steps for s in seconds]


def memory_needed(job):
    """Return the bytes of the arrays no training can do without.

    These are the data, the parameters and their gradients, and for one batch: its columns, every
    layer's A and the gradient that comes back to it.
    """
    item = np.dtype(job.dtype).itemsize
    numbers = job.X.size + job.Y.size + 2 * sum(p.size for p in job.params_values.values())
    numbers += 2 * job.batch_size * sum(job.sizes[1:])
    if job.batch_size < job.X.shape[1]:
        numbers += job.batch_size * (len(job.X) + 1)
    return item * numbers


def memory_rows(tasks):
    """Return a row for nnlib's two trainings: the peak of a run against what its arrays need."""
    for key in ("trainer", "train"):
        worker = Worker(key, one_thread=True)
        worker("load")
        for name, job in tasks.items():
            few, many = (worker("traced_peak", job, n) for n in (100, 1000))
            need = memory_needed(job)
            yield [
                PEERS[key].name,
                {"full": "full batch", "mini": f"mini-batches of {BATCH}"}[name],
                f"{few / 1000:.0f} kB",
                f"{need / 1000:.0f} kB",
                f"{few / need:.2f} ×",
                f"{(many - few) / 900:.0f} bytes",
            ]
        worker.close()


def long_run(m=1_000_000, features=30, batch=50, epochs=3, parts=12):
    """Return a paragraph on Trainer and a million examples: rate and memory, part by part."""
    rng = np.random.RandomState(0)
    X = rng.standard_normal((features, m)).astype(np.float32)
    Y = (X[:1] * X[1:2] > 0).astype(np.float32)
    sizes = [features, *SIZES[1:]]
    job = Job(X, Y, init_layers(dense_architecture(sizes), SEED, "he"), sizes, 0.05, batch, SEED)
    steps = epochs * m // batch // parts
    worker = Worker("trainer")
    worker("load")
    worker("open", "long", job)
    seconds, peaks = [], []
    for _ in tqdm(range(parts), desc="  a million examples"):
        seconds.append(worker("run", "long", steps))
        peaks.append(worker("peak_memory"))
    accuracy = get_accuracy_value(worker("forward", "long", X[:, :10_000]), Y[:, :10_000])
    worker.close()
    rates = [steps * batch / s for s in seconds]
    grown = ""
    if peaks[0] is not None:
        first, last = peaks[0], peaks[-1]
        grown = (
            f" After the first part the process had held at most {first / 1e6:.0f} MB, after the "
            f"last {last / 1e6:.0f} MB: {(last - first) / (steps * (parts - 1)):.0f} bytes a step, "
            "with two histories, one entry a step each."
        )
    return (
        f"A million examples of {features} features, {epochs} epochs in mini-batches of {batch} "
        f"({parts * steps:,} steps, {sum(seconds):.0f} s), in {parts} parts: "
        f"{statistics.median(rates):,.0f} examples a second (slowest part {min(rates):,.0f}, "
        f"quickest {max(rates):,.0f}; first {rates[0]:,.0f}, last {rates[-1]:,.0f}).{grown} "
        f"Accuracy at the end: {accuracy:.1%}."
    )


def quartiles(numbers):
    """Return the first quartile, the median and the third quartile."""
    return np.percentile(numbers, [25, 50, 75])


def duration(low, middle, high, unit):
    """Write a median with its quartiles, three digits each, in µs or ms."""
    scale = {"µs": 1e6, "ms": 1e3}[unit]
    low, middle, high = (_digits(scale * x) for x in (low, middle, high))
    return f"{middle} {unit} ({low}–{high})"


def _digits(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def ratio(result, other, name):
    """Return how many times as long as `other` a step of `result` takes; None without times."""
    if result.problem or other.problem:
        return None
    return statistics.median(result.times[name]) / statistics.median(other.times[name])


def table(header, rows):
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(map(str, cells)) + " |" for cells in lines]


def times_table(results, goal_steps, peers=PEERS):
    """Return the table of one setting's times, a row for each peer, with or without times."""
    rows = []
    for key, result in results.items():
        name = peers[key].name
        if result.problem:
            rows.append([name, f"**{result.problem}**", *[""] * 5])
            continue
        full, mini = (quartiles(result.times[task]) for task in ("full", "mini"))
        rows.append(
            [
                name,
                duration(*full, "µs"),
                duration(*mini, "µs"),
                duration(*(goal_steps * mini), "ms"),
                *(_times(ratio(result, results["trainer"], task)) for task in ("full", "mini")),
                "–"
                if not peers[key].learns
                else f"{result.importing:.1f} s + {result.starting:.1f} s",
            ]
        )
    header = [
        "peer",
        "full-batch step (900)",
        f"mini-batch step ({BATCH})",
        f"{goal_steps} mini-batch steps, to {GOAL:.0%}",
        "full / Trainer",
        "mini / Trainer",
        "import + set up and compile",
    ]
    return table(header, rows)


def _times(number):
    return "–" if number is None else f"{number:.2f} ×"


def facts_table(results, peers=PEERS):
    """Return the table of versions, threads, largest differences and memory."""
    rows = []
    for key, result in results.items():
        name, learns = peers[key].name, peers[key].learns
        if result.problem:
            rows.append([name, f"**{result.problem}**", "", "", ""])
            continue
        versions = ", ".join(f"{k} {v}" for k, v in result.versions.items())
        threads = ", ".join(f"{k} {v}" for k, v in result.threads.items())
        difference = f"{result.difference:.0e}" if learns else "–"
        memory = "–" if result.memory is None else f"{result.memory / 1e6:.0f} MB"
        rows.append([name, versions, threads, difference, memory])
    header = ["peer", "versions", "threads", "largest difference", "memory of the process"]
    return table(header, rows)


def verdicts(results):
    """Return the figures to reach, each with what was measured in this setting."""
    trainer, products = results["trainer"], results["products"]
    lines = []
    for name, words, most in (("full", "full-batch", 1.3), ("mini", "mini-batch", 2.0)):
        number = ratio(trainer, products, name)
        lines.append(_verdict(f"{words} step at most {most} × its matrix products", number, most))
    for words, stem, least in (
        ("the quickest Keras at least 10 ×", "keras", 10.0),
        ("JAX by hand more than 1 ×", "jax", 1.0),
        ("PyTorch more than 1 ×", "torch", 1.0),
        ("PyTorch compiled more than 1 ×", "compiled", 1.0),
        ("scikit-learn more than 1 ×", "sklearn", 1.0),
    ):
        numbers = [ratio(r, trainer, "mini") for key, r in results.items() if key.startswith(stem)]
        number = min((x for x in numbers if x is not None), default=None)
        lines.append(_verdict(f"to {GOAL:.0%}, against Trainer: {words}", number, least, more=True))
    return lines


def _verdict(words, number, bound, more=False):
    if number is None:
        return f"- {words}: not measured"
    reached = number >= bound if more else number <= bound
    return f"- {words}: {number:.2f} ×, {'reached' if reached else '**missed**'}"


def alternative(races, goal_steps, peers=PEERS):
    """Return the picture in words."""
    results = races["one"]
    there = [key for key in results if not results[key].problem]
    order = sorted(there, key=lambda key: statistics.median(results[key].times["mini"]))
    words = ", ".join(
        f"{peers[key].name} {_digits(1e6 * statistics.median(results[key].times['mini']))}"
        for key in order
    )
    away = [peers[key].name for key in results if key not in there]
    tail = f" Without times: {', '.join(away)}." if away else ""
    return (
        "Time per step on a log axis, full batch on the left, mini-batches on the right, a line "
        f"for each peer. Mini-batches on one thread, in µs: {words}.{tail}"
    )


def draw(races, path, peers=PEERS):
    """Draw the medians, quartiles as bars, on log axes: a dot for each peer and setting."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, LogLocator

    first = races["one"]
    there = [key for key in first if not first[key].problem]
    away = [key for key in first if first[key].problem]
    order = away + sorted(there, key=lambda key: -statistics.median(first[key].times["mini"]))
    fig = Figure(figsize=(14, 1.9 + 0.5 * len(order)), layout="constrained")
    axes = fig.subplots(1, 2, sharey=True)
    for ax, name, words in zip(
        axes, ("full", "mini"), ("a step on all 900", f"a step on {BATCH}"), strict=True
    ):
        for (setting, results), colour, marker, shift in zip(
            races.items(), COLOURS, "os", (0.14, -0.14), strict=False
        ):
            rows = [i for i, key in enumerate(order) if not results[key].problem]
            if not rows:
                continue
            spans = np.array([1e6 * quartiles(results[order[i]].times[name]) for i in rows]).T
            low, middle, high = spans
            ax.errorbar(
                middle,
                np.array(rows) + shift,
                xerr=[middle - low, high - middle],
                fmt=marker,
                color=colour,
                markersize=10,
                markerfacecolor=colour if setting == "one" else "white",
                markeredgewidth=2,
                elinewidth=3,
                label=SETTINGS[setting],
            )
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))
        ax.set_title(words, fontsize=19)
        ax.set_xlabel("µs, log axis", fontsize=17)
        ax.tick_params(labelsize=16)
        ax.grid(axis="x", color="#dddddd")
        ax.set_axisbelow(True)
        ax.spines[["top", "right"]].set_visible(False)
    names = [peers[key].name + (" (no times)" if key in away else "") for key in order]
    axes[0].set_yticks(range(len(order)), names)
    for label, key in zip(axes[0].get_yticklabels(), order, strict=True):
        label.set_fontweight("bold" if key == "trainer" else "normal")
    fig.legend(
        *axes[1].get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize=17
    )
    fig.savefig(path, dpi=80)


def report(races, goal_steps, memory, long_words, before, seconds, peers=PEERS):
    """Return the whole text of race.md."""
    lines = [
        "# The race",
        "",
        f"![{alternative(races, goal_steps, peers)}](race.png)",
        "",
        f"The moons (900 examples), the network {'-'.join(map(str, SIZES))}, float32, learning "
        f"rate {RATE}; He start, the same weights, the same order of mini-batches for all. "
        "Medians, quartiles in brackets; compile time is told apart, in the last column.",
    ]
    for setting, results in races.items():
        lines += ["", f"## Threads: {SETTINGS[setting]}", ""]
        lines += [*times_table(results, goal_steps, peers), "", *verdicts(results)]
    lines += ["", "## Who ran, and do they compute the same?", ""]
    lines += [*facts_table(races["default"], peers), ""]
    lines += [
        f"Largest difference: of any parameter after {CHECKED} steps, full batch and mini-batches, "
        f"from `train` in float64; more than {TOLERANCE:.0e} and a peer is not timed. Threads, in "
        "the second setting: the cores the process may use, and the thread pools that say how many "
        "they have (JAX's and TensorFlow's own do not; Trainer and its products keep BLAS on one "
        "thread when the work is small). In the first setting every process is told to use one "
        "thread, and where the system can, kept on one core.",
        "",
        "## Memory of a training run",
        "",
    ]
    header = ["", "batch", "peak in 100 steps", "its arrays need", "ratio", "each further step"]
    lines += table(header, memory)
    lines += [
        "",
        "Peak: what NumPy and Python hold at once, counted by `tracemalloc` in a process of its "
        "own. Need: data, parameters, gradients, and for one batch every layer's A and dZ. What a "
        "further step adds are the histories.",
        "",
        "## A million examples",
        "",
        long_words or "Not run this time: `python benchmarks/race.py --long`.",
        "",
        "## How",
        "",
        f"`python benchmarks/race.py`, {seconds / 60:.1f} minutes. {describe()}. Load before the "
        f"start: {'unknown' if before is None else f'{before:.1f} processes'}; a busy machine "
        "slows those most who use several threads. Every peer has a process of its own and is "
        "warmed up; "
        f"then {ROUNDS} rounds in which each has its turn and only one works, with at least "
        f"{AT_LEAST} s of samples a turn; who has used {PER_PEER:.0f} s on a task gets no further "
        "turn in it. Shuffling and picking the rows of a mini-batch count for everybody. Keras and "
        "scikit-learn get all steps in one call, which spares them the cost of an epoch; "
        "“30 steps a call” is Keras's `steps_per_execution`, which its PyTorch backend lacks.",
    ]
    return "\n".join(lines) + "\n"


def main():
    """Run everything, print the tables, write them and the picture down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--long", action="store_true", help="train on a million examples, too")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    before, began = load(), time.perf_counter()
    tasks = jobs()
    goal_steps = steps_to_goal(tasks["mini"])
    expected = {}
    for name, job in tasks.items():
        model = reference(job)
        model.run(CHECKED)
        expected[name] = model.params_values
    races = {}
    for setting, words in SETTINGS.items():
        print(f"Threads: {words}", flush=True)
        races[setting] = race(setting, tasks, expected, goal_steps, rounds=arguments.rounds)
    memory = list(memory_rows(tasks))
    long_words = long_run() if arguments.long else None
    seconds = time.perf_counter() - began
    text = report(races, goal_steps, memory, long_words, before, seconds)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "race.md").write_text(text, encoding="utf-8")
    draw(races, RESULTS / "race.png")
    print(text)


if __name__ == "__main__":
    main()
