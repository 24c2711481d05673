"""The same mathematics as `train`, in memory allocated once. Built up rung by rung in notebook 09.

`train` makes new arrays at every step, which reads well and costs time. A `Trainer` makes its
arrays when it is created and then writes into them; only the cost, one number per example, is
computed in passing. Columns are examples, as everywhere.
"""

from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

from nnlib.architecture import count
from nnlib.forward_pass import full_forward_propagation
from nnlib.initialization import check_seed
from nnlib.loss import get_accuracy_value, get_cost_value
from nnlib.training import check_training, divergence_sentence, starting_params
from nnlib.validation import check_data, check_finite, check_rate, check_whole

# Below this many multiplications, a second BLAS thread waits (and spins) more than it works.
SMALL = 50_000_000


def limited_threads(multiplications):
    """Return a context in which BLAS uses one thread if the work is too small to share."""
    return _blas().limit(limits=1 if multiplications < SMALL else None, user_api="blas")


@cache
def _blas():
    """Return the handle on BLAS's threads, kept because finding the libraries takes a while."""
    return ThreadpoolController()


def _relu(A):
    np.maximum(A, 0, out=A)


def _relu_slope(A, slope):
    np.greater(A, 0, out=slope)  # A > 0 exactly where Z > 0


def _sigmoid(A):
    # exp may overflow to infinity, whose reciprocal is the right 0; `step` keeps NumPy quiet.
    np.negative(A, out=A)
    np.exp(A, out=A)
    A += 1
    np.reciprocal(A, out=A)


def _sigmoid_slope(A, slope):
    np.subtract(1, A, out=slope)
    slope *= A


# As ACTIVATIONS, in place: name -> (turn Z into A, write the slope at A).
IN_PLACE = {"relu": (_relu, _relu_slope), "sigmoid": (_sigmoid, _sigmoid_slope)}


class _Layer:
    """One layer's memory: views into the flat parameters and gradients, and its A, dZ and slope."""

    def __init__(self, layer, params, grads, start, batch_size):
        n_in, n_out = layer["input_dim"], layer["output_dim"]
        self.activate, self.write_slope = IN_PLACE[layer["activation"]]
        middle, self.end = start + n_out * n_in, start + n_out * n_in + n_out
        self.W, self.b = params[start:middle].reshape(n_out, n_in), params[middle : self.end, None]
        self.dW, self.db = grads[start:middle].reshape(n_out, n_in), grads[middle : self.end, None]
        self.n_out = n_out
        self._memory = np.empty((3, n_out * batch_size), params.dtype)
        self.cut(batch_size)

    def cut(self, m):
        """Use the start of the memory as (n_out, m) matrices: an epoch's last batch is narrower."""
        self.A, self.dZ, self.slope = self._memory[:, : self.n_out * m].reshape(3, self.n_out, m)


class Trainer:
    """A network, its data and its training, ready to take the next step.

    Parameters
    ----------
    X : array, shape (features, m)
    Y : array, shape (1, m)
        Labels, 0 or 1.
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.
    learning_rate : float
        May be changed between steps.
    seed, scheme
        Where to start; see `init_layers`. The seed also shuffles the mini-batches.
    params_values : dict, optional
        Start from these parameters instead; they are copied.
    batch_size : int, optional
        Examples in a step; all of them if not given. An epoch's last batch takes what is left.
    dtype : float32 or float64, optional
        X's own type if not given.

    Attributes
    ----------
    stopped : str or None
        Once training has diverged: the sentence that says when and why.

    Raises
    ------
    TypeError, ValueError
        As `train`, before anything is computed.
    """

    def __init__(
        self,
        X,
        Y,
        nn_architecture,
        learning_rate,
        *,
        seed=99,
        scheme="small",
        params_values=None,
        batch_size=None,
        dtype=None,
    ):
        check_training(X, Y, nn_architecture, learning_rate)
        m = X.shape[1]
        batch_size = m if batch_size is None else batch_size
        check_whole("batch_size", batch_size)
        if batch_size > m:
            raise ValueError(f"batch_size is {batch_size}, expected at most {m}, all the examples")
        if dtype not in (None, "float32", "float64", np.float32, np.float64):
            raise ValueError(f"dtype is {dtype!r}, expected np.float32 or np.float64")
        check_seed(seed)
        if dtype is not None:
            with np.errstate(over="ignore"):
                X = X.astype(dtype)
            check_finite(f"X as {np.dtype(dtype)}", X)
        self._start = starting_params(X, nn_architecture, seed, scheme, params_values)
        self.dtype = self._start["W1"].dtype
        self.nn_architecture = [{**layer} for layer in nn_architecture]
        self.learning_rate = learning_rate
        self.seed, self.batch_size = seed, batch_size
        self._X, self._Y = X.astype(self.dtype, order="C"), Y.astype(self.dtype, order="C")
        # All parameters lie in one flat array, so that one call updates them all.
        n_params = sum(values.size for values in self._start.values())
        self._params, self._grads, self._update, self._last_finite = np.empty(
            (4, n_params), self.dtype
        )
        self._batch_memory = np.empty((len(X) + 1) * batch_size, self.dtype)
        self._layers, end = [], 0
        for layer in nn_architecture:
            self._layers.append(_Layer(layer, self._params, self._grads, end, batch_size))
            end = self._layers[-1].end
        self.reset()

    def reset(self):
        """Go back to the starting parameters, with empty histories and the first shuffle."""
        for l, layer in enumerate(self._layers, start=1):
            layer.W[...], layer.b[...] = self._start[f"W{l}"], self._start[f"b{l}"]
        self._last_finite[...] = self._params
        self._rng = np.random.RandomState(self.seed)
        self._order, self._next = np.arange(self._X.shape[1]), 0
        self._history, self.stopped = [], None

    def step(self, n=1):
        """Take n steps, each on one batch; fewer if training diverges. Return how many."""
        check_whole("n", n)
        check_rate(self.learning_rate)
        done = 0
        work = 3 * self.batch_size * self._params.size
        with limited_threads(work), np.errstate(over="ignore", invalid="ignore"):
            while done < n and self.stopped is None:
                X, Y = self._batch()
                Y_hat = self._forward(X)
                if np.isfinite(Y_hat).all() and np.isfinite(self._params).all():
                    self._last_finite[...] = self._params
                    self._history.append((get_cost_value(Y_hat, Y), get_accuracy_value(Y_hat, Y)))
                    self._backward(X, Y)
                    np.multiply(self._grads, float(self.learning_rate), out=self._update)
                    self._params -= self._update
                    done += 1
                else:
                    self._stop()
            if self.stopped is None and not np.isfinite(self._params).all():
                self._stop()
        return done

    def _stop(self):
        """Go back to the last finite parameters and say why."""
        self._params[...] = self._last_finite
        self.stopped = divergence_sentence(self.steps, self.learning_rate, "step")

    def _batch(self):
        """Return the next batch: all examples, or the next few of this epoch's shuffle."""
        m = self._X.shape[1]
        if self.batch_size == m:
            return self._X, self._Y
        if self._next == 0:
            self._rng.shuffle(self._order)
        end = min(self._next + self.batch_size, m)
        chosen = self._order[self._next : end]
        self._next = 0 if end == m else end
        for layer in self._layers:
            layer.cut(len(chosen))
        n_in, width = len(self._X), len(chosen)
        X = self._batch_memory[: n_in * width].reshape(n_in, width)
        Y = self._batch_memory[-width:].reshape(1, width)
        # Indices from a shuffle are never out of range; "clip" spares NumPy a copy for safety.
        np.take(self._X, chosen, axis=1, out=X, mode="clip")
        np.take(self._Y, chosen, axis=1, out=Y, mode="clip")
        return X, Y

    def _forward(self, X):
        """Write every layer's A; the last one is the prediction."""
        A = X
        for layer in self._layers:
            np.matmul(layer.W, A, out=layer.A)
            layer.A += layer.b
            layer.activate(layer.A)
            A = layer.A
        return A

    def _backward(self, X, Y):
        """Write every layer's dW and db, from the last layer to the first."""
        np.subtract(self._layers[-1].A, Y, out=self._layers[-1].dZ)
        for l in range(len(self._layers) - 1, -1, -1):
            layer, before = self._layers[l], self._layers[l - 1]
            np.matmul(layer.dZ, (before.A if l > 0 else X).T, out=layer.dW)
            np.sum(layer.dZ, axis=1, keepdims=True, out=layer.db)
            if l > 0:
                np.matmul(layer.W.T, layer.dZ, out=before.dZ)
                before.write_slope(before.A, before.slope)
                before.dZ *= before.slope
        self._grads /= X.shape[1]

    def predict(self, X):
        """Return Y_hat for X, shape (features, m), at the current parameters."""
        check_data(X, self.nn_architecture[0]["input_dim"])
        X = X.astype(self.dtype, copy=False)
        work = X.shape[1] * self._params.size
        with limited_threads(work), np.errstate(over="ignore", invalid="ignore"):
            return full_forward_propagation(X, self.params_values, self.nn_architecture)[0]

    @property
    def params_values(self):
        """A copy of the current parameters: `W1, b1, …`."""
        return {
            f"{key}{l}": getattr(self._layers[l - 1], key).copy()
            for l in count(self.nn_architecture)
            for key in "Wb"
        }

    @property
    def cost_history(self):
        """The cost of each step's batch, before that step."""
        return [cost for cost, _ in self._history]

    @property
    def accuracy_history(self):
        """The accuracy (a fraction) on each step's batch, before that step."""
        return [accuracy for _, accuracy in self._history]

    @property
    def steps(self):
        """How many steps have been taken."""
        return len(self._history)

    @property
    def epochs(self):
        """How many times all examples have been used: steps over batches in an epoch."""
        batches = -(-self._X.shape[1] // self.batch_size)  # rounded up
        return self.steps / batches
