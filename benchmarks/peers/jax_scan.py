"""JAX by hand: 30 steps, an epoch of the race's mini-batches, are one compiled call.

The data are on the device, the rows of a mini-batch are picked inside the compiled loop, and the
parameters' memory is given back to be written over.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from . import layers, named

AT_ONCE = 30


def _logits(params, x):
    for W, b in params[:-1]:
        x = jax.nn.relu(x @ W + b)
    W, b = params[-1]
    return x @ W + b


def _cost(params, x, y):
    z = _logits(params, x)
    return jnp.mean(jax.nn.softplus(z) - y * z)


@partial(jax.jit, donate_argnums=0, static_argnums=5)
def _steps(params, X, Y, chosen, rate, n):
    def step(params, rows):
        x, y = (X, Y) if rows is None else (X[rows], Y[rows])
        grads = jax.grad(_cost)(params, x, y)
        return jax.tree.map(lambda values, slope: values - rate * slope, params, grads), None

    return jax.lax.scan(step, params, chosen, length=n)[0]


class Model:
    def __init__(self, X, Y, params_values, sizes, rate, batches, dtype):
        if dtype == "float64":
            jax.config.update("jax_enable_x64", True)
        self._dtype, self._rate, self._batches = dtype, jnp.asarray(rate, dtype), batches
        self._X, self._Y = jnp.asarray(X.T, dtype), jnp.asarray(Y.T, dtype)
        self._start = [(W.T, b[:, 0]) for W, b in layers(params_values)]
        self.restart()

    def restart(self):
        # Copies, because the parameters' memory is given away at every call.
        self._params = [
            (jnp.array(W, self._dtype), jnp.array(b, self._dtype)) for W, b in self._start
        ]
        self._batches.restart()

    def run(self, n):
        chosen = None if self._batches.full else self._batches.take(n)
        for first in range(0, n, AT_ONCE):
            length = min(AT_ONCE, n - first)
            rows = None if chosen is None else chosen[first : first + length]
            self._params = _steps(self._params, self._X, self._Y, rows, self._rate, length)
        jax.block_until_ready(self._params)

    @property
    def params_values(self):
        return named((W.T, b) for W, b in self._params)

    def forward(self, X):
        return np.asarray(jax.nn.sigmoid(_logits(self._params, jnp.asarray(X.T, self._dtype)))).T


prepare = Model
