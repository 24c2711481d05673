"""Notebook 07: the strength of signals, and a training run that can be watched."""

import time
from dataclasses import dataclass, field

import numpy as np

from classroom.datasets import moons
from classroom.layers import layer_signals
from classroom.plane import region
from nnlib.architecture import dense_architecture, layer_sizes
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.trainer import Trainer, limited_threads


@dataclass(frozen=True)
class Settings:
    """What the trainer panel's controls say."""

    hidden: tuple = (8, 8)
    activation: str = "relu"
    scheme: str = "he"
    learning_rate: float = 10**-0.5  # 0.32, on the slider's raster of tenths of a power of ten
    batch_size: int = 900
    noise: float = 0.2
    seed: int = 2
    speed: int = 5  # steps from one picture to the next while it plays


@dataclass
class Session:
    """One training run on the moons, with a curve that is kept short enough to draw."""

    settings: Settings
    curve: list = field(default_factory=list)

    MOST_POINTS = 200

    def __post_init__(self):
        chosen = self.settings
        self.split = moons(noise=chosen.noise)
        self.trainer = Trainer(
            self.split.X_train,
            self.split.Y_train,
            dense_architecture([2, *chosen.hidden, 1], chosen.activation),
            chosen.learning_rate,
            seed=chosen.seed,
            scheme=chosen.scheme,
            batch_size=chosen.batch_size,
        )
        self._measure()

    def advance_to(self, target, every=None, seconds=np.inf):
        """Train up to step `target`, with a point of the curve every so many steps.

        Stops earlier once `seconds` are over (after one step at least) or if training diverges.
        """
        every = every or max(1, target // 20)
        end = time.perf_counter() + seconds
        while self.trainer.steps < target and self.trainer.step():
            late = time.perf_counter() > end
            if late or self.trainer.steps % every == 0 or self.trainer.steps == target:
                self._measure()
            if late:
                break
        if self.trainer.stopped:
            self._measure()

    def follow(self, settings):
        """Take over settings that need no fresh start: the learning rate and the speed."""
        self.settings = settings
        self.trainer.learning_rate = settings.learning_rate

    def reset(self):
        """Go back to the starting parameters."""
        self.trainer.reset()
        self.curve.clear()
        self._measure()

    def _measure(self):
        """Add (step, training cost, test cost, training accuracy, test accuracy) to the curve."""
        split, trainer = self.split, self.trainer
        m = split.X_train.shape[1]
        Y_hat = trainer.predict(np.hstack([split.X_train, split.X_test]))
        if not np.isfinite(Y_hat).all():
            trainer.step()  # it finds the overflow, goes back to the last finite parameters, stops
            return  # and `advance_to` comes here once more, for those
        parts = [(Y_hat[:, :m], split.Y_train), (Y_hat[:, m:], split.Y_test)]
        point = (
            trainer.steps,
            *(get_cost_value(*part) for part in parts),
            *(get_accuracy_value(*part) for part in parts),
        )
        if len(self.curve) >= self.MOST_POINTS:
            del self.curve[1::2]
        self.curve.append(point)

    def numbers(self):
        """Return all that the trainer panel shows, as plain numbers and arrays."""
        trainer, split = self.trainer, self.split
        _, cost, test_cost, accuracy, test_accuracy = self.curve[-1]
        params_values = trainer.params_values
        work = 3 * split.X_train.shape[1] * sum(values.size for values in params_values.values())
        with limited_threads(work), np.errstate(over="ignore", invalid="ignore"):
            answers = region(trainer.predict)
            strength = layer_signals(
                split.X_train, split.Y_train, params_values, trainer.nn_architecture
            )
        return {
            "settings": self.settings,
            "sizes": layer_sizes(trainer.nn_architecture),
            "split": split,
            "steps": trainer.steps,
            "cost": cost,
            "test_cost": test_cost,
            "accuracy": accuracy,
            "test_accuracy": test_accuracy,
            "curve": np.array(self.curve),
            "region": answers,
            "next_change": [self.settings.learning_rate * g for g in strength["gradient"]],
            "asleep": strength["asleep"][:-1],
            "stopped": trainer.stopped,
        }
