"""Notebook 00: a first taste of training."""

from classroom.datasets import moons
from classroom.plane import region
from nnlib.architecture import dense_architecture
from nnlib.trainer import Trainer


def first_taste(hidden_layers, units, learning_rate, steps):
    """Train a network on the moons for some steps and count what it gets right.

    Parameters
    ----------
    hidden_layers, units : int
        How many hidden layers, and how many units each of them has.
    learning_rate : float
    steps : int
        0 for the network as it starts.

    Returns
    -------
    dict
        The settings; `nn_architecture`, `params_values`; `right` of `total` training points;
        `region`, the answers over the plane; `split`, the data; `stopped`, None or why training
        ended early.
    """
    split = moons()
    trainer = Trainer(
        split.X_train,
        split.Y_train,
        dense_architecture([2, *[units] * hidden_layers, 1]),
        learning_rate,
        seed=2,
        scheme="he",
    )
    if steps > 0:
        trainer.step(steps)
    answers = trainer.predict(split.X_train) > 0.5
    return {
        "learning_rate": learning_rate,
        "steps": trainer.steps,
        "nn_architecture": trainer.nn_architecture,
        "params_values": trainer.params_values,
        "right": int((answers == split.Y_train).sum()),
        "total": split.Y_train.size,
        "region": region(trainer.predict),
        "split": split,
        "stopped": trainer.stopped,
    }
