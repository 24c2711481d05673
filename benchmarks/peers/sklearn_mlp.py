"""scikit-learn's MLPClassifier: plain gradient descent, no decay of the weights, same batches.

One call of `partial_fit` takes all steps of a `run`: their rows are laid out one after the other.
"""

import numpy as np
from sklearn.neural_network import MLPClassifier

from . import layers, named


class Model:
    def __init__(self, X, Y, params_values, sizes, rate, batches, dtype):
        self._X, self._y = np.ascontiguousarray(X.T, dtype), Y[0].astype(int)
        self._start = [(W.T.astype(dtype), b[:, 0].astype(dtype)) for W, b in layers(params_values)]
        self._batches = batches
        self._net = MLPClassifier(
            sizes[1:-1],
            solver="sgd",
            alpha=0,
            learning_rate_init=rate,
            momentum=0,
            nesterovs_momentum=False,
            batch_size=batches.size,
            shuffle=False,
        )
        # The first call makes the weights; `restart` puts ours in their place.
        self._net.partial_fit(self._X[: batches.size], self._y[: batches.size], classes=[0, 1])
        self.restart()

    def restart(self):
        self._net.coefs_ = [W.copy() for W, _ in self._start]
        self._net.intercepts_ = [b.copy() for _, b in self._start]
        self._batches.restart()

    def run(self, n):
        chosen = self._batches.take(n).ravel()
        self._net.partial_fit(self._X[chosen], self._y[chosen])

    @property
    def params_values(self):
        return named((W.T, b) for W, b in zip(self._net.coefs_, self._net.intercepts_, strict=True))

    def forward(self, X):
        return self._net.predict_proba(X.T.astype(self._X.dtype))[:, 1].reshape(1, -1)


prepare = Model
