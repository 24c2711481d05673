"""A step's matrix products alone, into memory that is there: the least a step in NumPy can cost.

As in `Trainer`, BLAS gets one thread where the work is too small to share.
"""

import numpy as np

from nnlib.trainer import limited_threads

from . import layers


class Model:
    params_values = forward = None  # nothing is learned

    def __init__(self, X, Y, params_values, sizes, rate, batches, dtype):
        self._layers, m = [], batches.size
        A = np.ascontiguousarray(X[:, :m], dtype)
        self._work = 3 * m * sum(values.size for values in params_values.values())
        for W, _ in layers(params_values):
            W, Z = W.astype(dtype), np.ones((len(W), m), dtype)
            # The first layer passes nothing back: there is nothing before it to change.
            dA = np.empty_like(A) if self._layers else None
            self._layers.append((W, A, Z, np.empty_like(W), dA))
            A = Z.copy()

    def restart(self):
        pass

    def run(self, n):
        with limited_threads(self._work):
            for _ in range(n):
                for W, A, Z, _, _ in self._layers:
                    np.dot(W, A, out=Z)
                for W, A, dZ, dW, dA in reversed(self._layers):
                    np.dot(dZ, A.T, out=dW)
                    if dA is not None:
                        np.dot(W.T, dZ, out=dA)


prepare = Model
