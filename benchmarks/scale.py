"""Scale: what one epoch costs as examples, width and depth grow.

    python benchmarks/scale.py           about three minutes

Trainer against its matrix products alone, and against PyTorch by hand where it is installed; one
thread each and the libraries' own number. Writes benchmarks/results/scale.md and scale.png.
"""

import statistics
import time
from pathlib import Path

import numpy as np
from peers import PEERS, Job
from peers.machine import COLOURS, describe, load
from peers.worker import Failure, Worker
from tqdm import tqdm

from nnlib import init_layers
from nnlib.architecture import dense_architecture

RESULTS = Path(__file__).resolve().parent / "results"
FEATURES, BATCH, RATE, SEED = 30, 100, 0.01, 0
WHO = ["products", "trainer", "torch"]
SETTINGS = {"one": "one thread", "default": "own number of threads"}
ROUNDS, AT_LEAST, PER_PEER = 3, 0.1, 6.0  # turns a case; seconds in a turn; seconds a case
HIDDEN = [25, 50, 50, 25]


def series():
    """Return the three rows of cases: name -> (what grows, {its value: (sizes, examples)})."""
    return {
        "examples": {m: ([FEATURES, *HIDDEN, 1], m) for m in (1_000, 10_000, 100_000, 1_000_000)},
        "width": {n: ([FEATURES, n, n, 1], 1_000) for n in (10, 30, 100, 300, 1_000, 2_000)},
        "depth": {n: ([FEATURES, *[50] * n, 1], 1_000) for n in (1, 2, 4, 8, 16, 32)},
    }


def job(sizes, m):
    """Return a task with m random examples, in mini-batches."""
    rng = np.random.RandomState(SEED)
    X = rng.standard_normal((sizes[0], m)).astype(np.float32)
    Y = (X[:1] * X[1:2] > 0).astype(np.float32)
    start = init_layers(dense_architecture(sizes), SEED, "he")
    params_values = {key: values.astype(np.float32) for key, values in start.items()}
    return Job(X, Y, params_values, sizes, RATE, BATCH, SEED)


def measure(workers, sizes, m):
    """Return {who: seconds of an epoch, each sample}, the workers taking turns.

    One that fails is named, closed, and gone from `workers`.
    """
    task, epoch, times = job(sizes, m), m // BATCH, {key: [] for key in workers}
    for turn in range(1 + ROUNDS):
        for key in list(workers):
            try:
                if turn == 0:
                    workers[key]("open", "scale", task)
                    workers[key]("run", "scale", min(epoch, 100))
                elif sum(times[key]) < PER_PEER:
                    times[key] += workers[key]("sample", "scale", epoch, AT_LEAST)
            except Failure as failure:
                tqdm.write(f"{PEERS[key].name}, layers {sizes}, {m} examples: {failure}")
                workers.pop(key).close()
    return times


def scale(who=WHO):
    """Return {setting: {series: {value: {who: seconds}}}} with the medians of all who are there."""
    found = {}
    with tqdm(total=len(SETTINGS) * sum(map(len, series().values())), desc="cases") as progress:
        for setting in SETTINGS:
            workers = {}
            for key in who:
                if not PEERS[key].missing:
                    workers[key] = Worker(key, one_thread=setting == "one")
                    workers[key]("load")
            found[setting] = {name: {} for name in series()}
            for name, cases in series().items():
                for value, (sizes, m) in cases.items():
                    times = measure(workers, sizes, m)
                    found[setting][name][value] = {
                        key: statistics.median(samples) for key, samples in times.items() if samples
                    }
                    progress.update()
            for worker in workers.values():
                worker.close()
    return found


def cell(seconds):
    """Write a time in ms, three digits; a dash where there is none."""
    if seconds is None:
        return "–"
    return f"{1000 * seconds:,.0f} ms" if seconds >= 0.1 else f"{1000 * seconds:.3g} ms"


def table(name, rows, who=WHO):
    """Return the Markdown table of one series, with Trainer's ratios to the others."""
    others = [key for key in who if key != "trainer"]
    header = [name, *(PEERS[key].name for key in who)]
    header += [f"Trainer / {'products' if key == 'products' else 'PyTorch'}" for key in others]
    lines = [header, ["---"] * len(header)]
    for value, times in rows.items():
        ratios = [
            f"{times['trainer'] / times[key]:.2g} ×" if {key, "trainer"} <= times.keys() else "–"
            for key in others
        ]
        lines.append([f"{value:,}", *(cell(times.get(key)) for key in who), *ratios])
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def alternative(found, who=WHO):
    """Return the picture in words."""
    sentences = []
    for name, rows in found["one"].items():
        first, last = min(rows), max(rows)
        words = ", ".join(
            f"{PEERS[key].name} {cell(rows[first][key])} and {cell(rows[last][key])}"
            for key in who
            if key in rows[first]
        )
        sentences.append(f"At {name} {first:,} and {last:,}: {words}.")
    return "Time of one epoch on log axes, one thread each. " + " ".join(sentences)


def report(found, seconds, before, who=WHO):
    """Return the whole text of scale.md."""
    missing = {PEERS[key].name: PEERS[key].missing for key in who if PEERS[key].missing}
    lines = ["# Scale", "", f"![{alternative(found, who)}](scale.png)", ""]
    lines += [f"**{name}: not installed: {', '.join(needs)}**\n" for name, needs in missing.items()]
    lines += [
        f"One epoch in mini-batches of {BATCH}, float32, {FEATURES} features. Examples: network "
        f"{'-'.join(map(str, [FEATURES, *HIDDEN, 1]))}. Width: two hidden layers of that width, "
        "1,000 examples. Depth: that many hidden layers of 50 units, 1,000 examples. Medians."
    ]
    for setting, words in SETTINGS.items():
        for name, rows in found[setting].items():
            lines += ["", f"## {name.capitalize()}, {words}", "", *table(name, rows, who)]
    busy = "unknown" if before is None else f"{before:.1f} processes"
    lines += [
        "",
        f"`python benchmarks/scale.py`, {seconds / 60:.1f} minutes. {describe()}. Load before the "
        f"start: {busy}. {ROUNDS} rounds in which each takes its turn, after a warm-up; who has "
        f"used {PER_PEER:.0f} s on a case gets no further turn in it.",
    ]
    return "\n".join(lines) + "\n"


def draw(found, path, who=WHO):
    """Draw one panel for each series: a line for each, one thread full, own number dashed."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullLocator

    fig = Figure(figsize=(15, 6.2), layout="constrained")
    axes = fig.subplots(1, 3, sharey=True)
    looks = dict(
        zip(["trainer", "torch", "products"], zip(COLOURS, "os^", strict=False), strict=True)
    )
    for ax, name in zip(axes, series(), strict=True):
        for setting, style in zip(SETTINGS, ("-", ":"), strict=True):
            rows = found[setting][name]
            for key in who:
                values = [value for value in rows if key in rows[value]]
                if not values:
                    continue
                colour, marker = looks[key]
                ax.plot(
                    values,
                    [1000 * rows[value][key] for value in values],
                    style,
                    color=colour,
                    marker=marker,
                    markersize=9,
                    linewidth=2.5,
                    markerfacecolor=colour if setting == "one" else "white",
                    label=f"{PEERS[key].name}, {SETTINGS[setting]}",
                )
        ax.set(xscale="log", yscale="log")
        if name == "depth":
            ax.set_xticks(list(series()[name]), list(series()[name]))
            ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlabel(f"{name}, log axis", fontsize=17)
        ax.tick_params(labelsize=16)
        ax.grid(color="#dddddd")
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("ms an epoch, log axis", fontsize=17)
    fig.legend(
        *axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize=15
    )
    fig.savefig(path, dpi=80)


def main():
    """Measure, print, and write the tables and the picture down."""
    before, began = load(), time.perf_counter()
    found = scale()
    text = report(found, time.perf_counter() - began, before)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "scale.md").write_text(text, encoding="utf-8")
    draw(found, RESULTS / "scale.png")
    print(text)


if __name__ == "__main__":
    main()
