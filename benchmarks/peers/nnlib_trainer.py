"""nnlib's Trainer, as the course uses it. It shuffles by itself, with the seed of `batches`."""

from nnlib.architecture import dense_architecture
from nnlib.trainer import Trainer


class Model:
    def __init__(self, trainer):
        self._trainer = trainer
        self.run, self.restart, self.forward = trainer.step, trainer.reset, trainer.predict

    @property
    def params_values(self):
        return self._trainer.params_values


def prepare(X, Y, params_values, sizes, rate, batches, dtype):
    return Model(
        Trainer(
            X,
            Y,
            dense_architecture(sizes),
            rate,
            params_values=params_values,
            batch_size=batches.size,
            seed=batches.seed,
            dtype=dtype,
        )
    )
