"""Keras, on the backend that KERAS_BACKEND names: one call of `fit` for all steps of a `run`.

The mini-batches' rows are laid out one after the other and not shuffled again. That spares Keras
what every call and every epoch costs it; `at_once` is its own `steps_per_execution`.
"""

import keras
import numpy as np

from . import layers, named


class Model:
    def __init__(self, X, Y, params_values, sizes, rate, batches, dtype, at_once=1):
        keras.backend.set_floatx(str(dtype))
        self._X, self._Y = np.ascontiguousarray(X.T, dtype), np.ascontiguousarray(Y.T, dtype)
        self._start = [a for W, b in layers(params_values) for a in (W.T, b[:, 0])]
        self._batches = batches
        dense = [keras.layers.Dense(n, activation="relu") for n in sizes[1:-1]]
        # The last layer gives Z: Keras then takes sigmoid and cost in one, which is exact.
        self._net = keras.Sequential([keras.Input((sizes[0],)), *dense, keras.layers.Dense(1)])
        self._net.compile(
            optimizer=keras.optimizers.SGD(rate),
            loss=keras.losses.BinaryCrossentropy(from_logits=True),
            steps_per_execution=at_once,
        )
        self.restart()

    def restart(self):
        self._net.set_weights(self._start)
        self._batches.restart()

    def run(self, n):
        chosen = self._batches.take(n).ravel()
        self._net.fit(
            self._X[chosen],
            self._Y[chosen],
            batch_size=self._batches.size,
            shuffle=False,
            verbose=0,
        )

    @property
    def params_values(self):
        arrays = self._net.get_weights()
        return named((W.T, b) for W, b in zip(arrays[::2], arrays[1::2], strict=True))

    def forward(self, X):
        Z = self._net.predict_on_batch(np.ascontiguousarray(X.T, self._X.dtype))
        return 1 / (1 + np.exp(-np.asarray(Z).T))


prepare = Model
