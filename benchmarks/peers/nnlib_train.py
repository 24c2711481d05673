"""nnlib's `train`, the course's plain loop: one call for full batches, else one a mini-batch."""

from nnlib import predict, train
from nnlib.architecture import dense_architecture


class Model:
    def __init__(self, X, Y, params_values, sizes, rate, batches, dtype):
        self._X, self._Y = X.astype(dtype), Y.astype(dtype)
        self._start, self._rate, self._batches = params_values, rate, batches
        self._nn_architecture = dense_architecture(sizes)
        self.restart()

    def restart(self):
        self.params_values = self._start
        self._batches.restart()

    def run(self, n):
        if self._batches.full:
            self._train(self._X, self._Y, n)
            return
        for chosen in self._batches.take(n):
            self._train(self._X[:, chosen], self._Y[:, chosen], 1)

    def _train(self, X, Y, n):
        self.params_values, _, _ = train(
            X, Y, self._nn_architecture, n, self._rate, params_values=self.params_values
        )

    def forward(self, X):
        return predict(X.astype(self._X.dtype), self.params_values, self._nn_architecture)


prepare = Model
