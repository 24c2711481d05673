"""The same mathematics as `train`, in memory allocated once. Built up rung by rung in notebook 09.

`train` makes new arrays at every step, which reads well and costs time. A `Trainer` makes its
arrays when it is created and then writes into them; only the cost, one number per example, is
computed in passing. Columns are examples, as everywhere. A wrong call is refused with a TypeError
or a ValueError when a `Trainer` is made or asked for something; its steps check nothing.
"""

from copy import deepcopy
from functools import cache
from itertools import chain

import numpy as np
from threadpoolctl import ThreadpoolController

from nnlib.architecture import check_trainer, layer_numbers, plain_layers
from nnlib.forward_pass import _forward
from nnlib.initialization import starting_params
from nnlib.validation import (
    check_data,
    check_steps,
    check_strength,
    converted,
    divergence_sentence,
)

# Below this many multiplications, a second BLAS thread waits (and spins) more than it works.
SMALL = 50_000_000
# How many examples a block of steps reads at most, and up to how many parameters a network is
# small enough for its steps to be taken in blocks.
BLOCK, SMALL_NETWORK = 8_192, 100_000


def limited_threads(multiplications):
    """Return a context in which BLAS uses one thread if the work is too small to share."""
    return _blas().limit(limits=1 if multiplications < SMALL else None, user_api="blas")


@cache
def _blas():
    """Return the handle on BLAS's threads, kept because finding the libraries takes a while."""
    return ThreadpoolController()


def _relu(layer):
    # True and False multiply like 1 and 0; the way back needs the same mask again.
    np.greater(layer.Z, 0, out=layer.mask)
    np.multiply(layer.Z, layer.mask, out=layer.Z)


def _relu_back(layer):
    np.multiply(layer.dZ, layer.mask, out=layer.dZ)


def _sigmoid(layer):
    _sigmoid_of(layer.Z)


def _sigmoid_of(Z):
    # exp may overflow to infinity, whose reciprocal is the right 0; `step` keeps NumPy quiet.
    np.negative(Z, out=Z)
    np.exp(Z, out=Z)
    np.add(Z, 1, out=Z)
    np.reciprocal(Z, out=Z)


def _tanh(layer):
    np.tanh(layer.Z, out=layer.Z)


def _tanh_back(layer):
    np.multiply(layer.Z, layer.Z, out=layer.slope)
    np.subtract(1, layer.slope, out=layer.slope)
    np.multiply(layer.dZ, layer.slope, out=layer.dZ)


def _sigmoid_back(layer):
    np.subtract(1, layer.Z, out=layer.slope)
    np.multiply(layer.slope, layer.Z, out=layer.slope)
    np.multiply(layer.dZ, layer.slope, out=layer.dZ)


# As ACTIVATIONS, in place: name -> (turn a layer's Z into A, turn its dA into dZ).
IN_PLACE = {
    "relu": (_relu, _relu_back),
    "sigmoid": (_sigmoid, _sigmoid_back),
    "tanh": (_tanh, _tanh_back),
}


# A rule reads w and what the optimizer remembers, and writes both anew: into other memory, so that
# a step can be taken back, or within a block, as a whole can be, into the same.


def _gradient_descent(w, dw, state, rate, t):
    (w_new,) = state
    np.multiply(dw, rate, out=dw)
    np.subtract(w, dw, out=w_new)


def _momentum(w, dw, state, rate, t, beta=0.9):
    w_new, v, v_new = state
    np.multiply(v, beta, out=v_new)
    np.multiply(dw, rate, out=dw)
    np.subtract(v_new, dw, out=v_new)
    np.add(w, v_new, out=w_new)


def _rmsprop(w, dw, state, rate, t, rho=0.9, eps=1e-7):
    w_new, s, s_new, scratch = state
    np.multiply(s, rho, out=s_new)
    np.multiply(dw, dw, out=scratch)
    np.multiply(scratch, 1 - rho, out=scratch)
    np.add(s_new, scratch, out=s_new)
    np.add(s_new, eps, out=scratch)
    np.sqrt(scratch, out=scratch)
    np.divide(dw, scratch, out=dw)
    np.multiply(dw, rate, out=dw)
    np.subtract(w, dw, out=w_new)


def _adam(w, dw, state, rate, t, beta1=0.9, beta2=0.999, eps=1e-7):
    w_new, v, v_new, s, s_new, scratch = state
    np.multiply(v, beta1, out=v_new)
    np.multiply(dw, 1 - beta1, out=scratch)
    np.add(v_new, scratch, out=v_new)
    np.multiply(s, beta2, out=s_new)
    np.multiply(dw, dw, out=scratch)
    np.multiply(scratch, 1 - beta2, out=scratch)
    np.add(s_new, scratch, out=s_new)
    np.sqrt(s_new, out=scratch)
    np.add(scratch, eps, out=scratch)
    np.divide(v_new, scratch, out=dw)
    np.multiply(dw, rate * (1 - beta2**t) ** 0.5 / (1 - beta1**t), out=dw)
    np.subtract(w, dw, out=w_new)


# As OPTIMIZERS, in place: name -> (rule, how many arrays it remembers, how many it only works in).
# The gradient is used up.
RULES = {
    "gradient_descent": (_gradient_descent, 0, 0),
    "momentum": (_momentum, 1, 0),
    "rmsprop": (_rmsprop, 1, 1),
    "adam": (_adam, 2, 1),
}


class _Layer:
    """One layer: views into the flat parameters and gradients, and into memory for A and dZ.

    W and b are one matrix, b its last column, and A has a last row of ones: then W A + b is one
    product, and so are dW and db. `A` is what the next layer reads, `Z` the same without the ones.
    """

    def __init__(self, layer, params, grads, start, batch_size):
        n_in, self.n_out = layer["input_dim"], layer["output_dim"]
        self.activate, self.pull_back = IN_PLACE[layer["activation"]]
        self.end = start + self.n_out * (n_in + 1)
        self.dWb = grads[start : self.end].reshape(self.n_out, n_in + 1)
        both = [now[start : self.end].reshape(self.n_out, n_in + 1) for now in params]
        self._views = [(Wb, Wb[:, :-1], Wb[:, -1:]) for Wb in both]
        self.turn(0)
        self._A = np.empty((self.n_out + 1) * batch_size, grads.dtype)
        self._mask = np.empty(self.n_out * batch_size, bool)

    def turn(self, now):
        """Read W and b from one memory of parameters, 0, or from the other, 1."""
        self.Wb, self.W, self.b = self._views[now]

    def cut(self, m, dZ, slope):
        """Use the start of its memory as matrices of m columns: a last batch is narrower."""
        self.A = self._A[: (self.n_out + 1) * m].reshape(self.n_out + 1, m)
        self.A[-1] = 1
        self.Z = self.A[:-1]
        self.mask, self.dZ, self.slope = (
            memory[: self.n_out * m].reshape(self.n_out, m) for memory in (self._mask, dZ, slope)
        )


class Trainer:
    """A network, its data and its training, ready to take the next step.

    Parameters
    ----------
    X, Y, nn_architecture, params_values, optimizer
        As in `train`; the arrays are copied.
    learning_rate, l2 : float
        May be changed between steps.
    seed, scheme : int, str
        Where to start; see `init_layers`. The seed also shuffles the mini-batches.
    batch_size : int, optional
        Examples in a step; all of them if not given. An epoch's last batch takes what is left.
    dtype : float32 or float64, optional
        X's own type if not given.

    Attributes
    ----------
    stopped : str or None
        Once training has diverged: the sentence that says when and why.
    """

    def __init__(
        self,
        X,
        Y,
        nn_architecture,
        learning_rate,
        *,
        seed=2,
        scheme="small",
        params_values=None,
        optimizer="gradient_descent",
        l2=0,
        batch_size=None,
        dtype=None,
    ):
        check_trainer(X, Y, nn_architecture, learning_rate, optimizer, l2, batch_size, dtype, seed)
        if dtype is not None:
            X = converted(f"X as {np.dtype(dtype)}", X, dtype)
        self._start = starting_params(X, nn_architecture, seed, scheme, params_values)
        self.dtype = self._start["W1"].dtype
        self.nn_architecture = plain_layers(nn_architecture)
        self.learning_rate, self.l2, self.seed = learning_rate, l2, seed
        self.batch_size = X.shape[1] if batch_size is None else int(batch_size)
        self._optimizer = optimizer
        self._lay_out_data(X, Y)
        self._lay_out()
        self.reset()

    def _lay_out_data(self, X, Y):
        """Copy the data. X gets a last row of ones, for the biases."""
        self._X = np.ones((len(X) + 1, X.shape[1]), self.dtype)
        self._X[:-1], self._Y = X, Y.astype(self.dtype, order="C")

    def _lay_out(self):
        """Make all the memory that steps work in: what a copy does not copy."""
        before = {*vars(self)}
        self._lay_out_layers()
        self._lay_out_blocks()
        self._space = {*vars(self)} - before

    def _lay_out_layers(self):
        """Make the memory of parameters, optimizer and layers."""
        # All parameters lie in one flat array, so that one call updates them all. Below them lie
        # the last that gave finite answers, and what the optimizer remembers of each. All of it is
        # there twice: steps write into the other one, and only when all is well is that looked at.
        self._rule, kept, worked_in = RULES[self._optimizer]
        n_params = sum(values.size for values in self._start.values())
        self._memory = np.zeros((2, 2 + kept, n_params), self.dtype)
        self._grads, *work = np.empty((1 + worked_in, n_params), self.dtype)
        # 1 for every W and 0 for every b: only weights have a cost of their own.
        self._is_weight, self._pull = np.zeros((2, n_params), self.dtype)
        self._states = [
            [[new[0], *chain(*zip(old[2:], new[2:], strict=True)), *work] for new in self._memory]
            for old in self._memory
        ]
        self._layers, end = [], 0
        for layer in self.nn_architecture:
            params = self._memory[:, 0]
            self._layers.append(_Layer(layer, params, self._grads, end, self.batch_size))
            end = self._layers[-1].end
            start = end - layer["output_dim"] * (layer["input_dim"] + 1)
            of_layer = self._is_weight[start:end].reshape(layer["output_dim"], -1)
            of_layer[:, :-1] = 1
        # The way back: every layer but the first, with the layer before it.
        self._pairs = list(zip(self._layers[:0:-1], self._layers[-2::-1], strict=True))
        # On it, only the dZ of two layers are needed at a time.
        most = max(layer.n_out for layer in self._layers) * self.batch_size
        self._dZ, self._scratch = np.empty((2, most), self.dtype), np.empty(most, self.dtype)
        self._cut(self.batch_size)
        self._look_at(0)

    def _lay_out_blocks(self):
        """Small steps are taken in blocks: what is done once a block costs almost nothing."""
        rows, m = self._X.shape
        small = self.batch_size < m and self._params.size <= SMALL_NETWORK
        self._block = max(1, BLOCK // self.batch_size) if small else 1
        columns = min(m, self._block * self.batch_size)
        whole = self.batch_size == m
        self._block_X = None if whole else np.empty(rows * columns, self.dtype)
        self._block_Y = np.empty((3, columns), self.dtype)

    def _look_at(self, now):
        """Read parameters and optimizer from one memory, and write into the same."""
        self._now, self._state = now, self._states[now][now]
        self._params, self._last_finite = self._memory[now, :2]
        for layer in self._layers:
            layer.turn(now)

    def __getstate__(self):
        """Return what a copy or a pickle needs; the memory to work in it lays out anew."""
        kept = {name: value for name, value in vars(self).items() if name not in self._space}
        return kept | {"_memory": self._memory[self._now]}

    def __setstate__(self, kept):
        memory = kept.pop("_memory")
        vars(self).update(kept)
        self._lay_out()
        self._memory[self._now] = memory

    def __copy__(self):
        return deepcopy(self)

    def reset(self):
        """Go back to the starting parameters, with empty histories and the first shuffle."""
        self._look_at(0)
        for l, layer in enumerate(self._layers, start=1):
            layer.W[...], layer.b[...] = self._start[f"W{l}"], self._start[f"b{l}"]
        self._memory[0, 1], self._memory[0, 2:] = self._params, 0
        self._rng = np.random.RandomState(self.seed)
        self._order, self._next = np.arange(self._X.shape[1]), 0
        self._drawn = [self._order]
        self._cost_history, self._accuracy_history, self.stopped = [], [], None

    def step(self, n=1):
        """Take n steps, each on one batch; fewer if training diverges. Return how many.

        Whoever interrupts it (the stop button, Ctrl-C) finds it as if the last step that it counts
        had just ended, and may go on from there.
        """
        check_steps(n, self.learning_rate)
        check_strength(self.l2)
        before = self.steps
        work = 3 * self.batch_size * self._params.size
        with limited_threads(work), np.errstate(all="ignore"):
            self._take_steps(int(n))
        return self.steps - before

    def _take_steps(self, n):
        """Take n steps, in blocks, until one overflows."""
        end, most = self.steps + n, self._block
        while self.steps < end and self.stopped is None:
            if not self._take(min(most, end - self.steps)):
                most = 1  # look at every step

    def _take(self, most):
        """Take up to so many steps, all or none; return False if one of several overflows."""
        was = self._now, self._order, self._next, self.steps
        try:
            X, Y, width = self._next_block(most)
            Z, Y_hat = self._block_Y[:1, : Y.shape[1]], self._block_Y[1:2, : Y.shape[1]]
            if width == Y.shape[1]:
                self._take_one(X, Y, Z, Y_hat)
            elif not self._take_many(X, Y, Z, Y_hat, width):
                self._go_back(*was)
                return False
            return True
        except BaseException:  # interrupted, wherever that may be
            self._go_back(*was)
            raise

    def _take_one(self, X, Y, Z, Y_hat):
        """Take one step, and look at it on the way."""
        new = 1 - self._now
        self._state = self._states[self._now][new]
        self._forward(X, Z, Y_hat)
        if np.isfinite(Z).all():
            self._memory[new, 1] = self._params
            self._backward(X, Y, Y_hat, self.steps + 1)
            self._note(Y_hat, Y, Y.shape[1])
            if np.isfinite(self._memory[new, 0]).all():
                self._look_at(new)
                return
        else:
            self._memory[new, 0] = self._last_finite
            self._look_at(new)
        self.stopped = divergence_sentence(self.steps, self.learning_rate, "step")

    def _take_many(self, X, Y, Z, Y_hat, width):
        """Take a block of steps, and look only at its end: if that is well, all of it went well."""
        new = 1 - self._now
        self._memory[new] = self._memory[self._now]
        self._look_at(new)
        for t, start in enumerate(range(0, Y.shape[1], width), start=self.steps + 1):
            batch = slice(start, start + width)
            if batch.stop == Y.shape[1]:
                self._last_finite[...] = self._params
            x, y_hat = X[:, batch], Y_hat[:, batch]
            self._forward(x, Z[:, batch], y_hat)
            self._backward(x, Y[:, batch], y_hat, t)
        well = np.isfinite(Z).all() and np.isfinite(self._params).all()
        if well:
            self._note(Y_hat, Y, width)
        return well

    def _go_back(self, now, order, following, steps):
        """Undo a block of steps that was not taken to its end."""
        self._look_at(now)
        self._order, self._next, self.stopped = order, following, None
        del self._cost_history[steps:], self._accuracy_history[steps:]
        self._cut(self.batch_size)

    def _next_block(self, most):
        """Return X, Y and the width of the next batches, which lie side by side."""
        m = self._X.shape[1]
        if self.batch_size == m:
            return self._X, self._Y, m
        if self._next == 0:
            if self._drawn[0] is self._order:
                # In a single call of NumPy's, so that an interrupt finds the next shuffle drawn
                # and kept, or not drawn: a step that is taken back does not use up another.
                self._drawn[:] = map(self._rng.permutation, [self._order])
            self._order = self._drawn[0]
        left = m - self._next
        width = min(self.batch_size, left)  # an epoch's last batch takes what is left
        if width != self._layers[0].Z.shape[1]:
            self._cut(width)
        columns = width * min(self._block, left // width, most)
        chosen = self._order[self._next : self._next + columns]
        self._next = (self._next + columns) % m
        X = self._block_X[: len(self._X) * columns].reshape(len(self._X), columns)
        Y = self._block_Y[2:, :columns]
        # Indices from a shuffle are never out of range; "clip" spares NumPy a copy for safety.
        np.take(self._X, chosen, axis=1, out=X, mode="clip")
        np.take(self._Y, chosen, axis=1, out=Y, mode="clip")
        return X, Y, width

    def _cut(self, width):
        """Make every layer's matrices so many columns wide."""
        for l, layer in enumerate(self._layers):
            layer.cut(width, self._dZ[l % 2], self._scratch)

    def _forward(self, X, Z, Y_hat):
        """Write every layer's A, and the last one's Z and A into Z and Y_hat."""
        A = X
        for layer in self._layers[:-1]:
            np.dot(layer.Wb, A, out=layer.Z)
            layer.activate(layer)
            A = layer.A
        np.dot(self._layers[-1].Wb, A, out=Z)
        np.copyto(Y_hat, Z)  # Z is kept: where it overflows, the sigmoid would hide it
        _sigmoid_of(Y_hat)

    def _backward(self, X, Y, Y_hat, t):
        """Write every layer's dW and db, from the last layer to the first; take the t-th step."""
        dZ = self._layers[-1].dZ
        np.subtract(Y_hat, Y, out=dZ)
        np.divide(dZ, dZ.shape[1], out=dZ)  # here, where it is small, and all gradients are means
        for layer, before in self._pairs:
            np.dot(layer.dZ, before.A.T, out=layer.dWb)
            np.dot(layer.W.T, layer.dZ, out=before.dZ)
            before.pull_back(before)
        np.dot(self._layers[0].dZ, X.T, out=self._layers[0].dWb)
        if self.l2:
            np.multiply(self._params, self._is_weight, out=self._pull)
            np.multiply(self._pull, float(self.l2), out=self._pull)
            np.add(self._grads, self._pull, out=self._grads)
        self._rule(self._params, self._grads, self._state, float(self.learning_rate), t)

    def _note(self, Y_hat, Y, width):
        """Add the cost and the accuracy of each batch to the histories."""
        step = np.finfo(self.dtype).eps
        # The probability given to the right answer, kept away from 0 as in `get_cost_value`.
        right = np.minimum(np.maximum(np.abs(Y_hat - (1 - Y)), step), 1 - step)
        costs = np.log(right).reshape(-1, width).sum(axis=1) / -width
        accuracies = ((Y_hat > 0.5) == Y).reshape(-1, width).sum(axis=1) / width
        self._cost_history += costs.tolist()
        self._accuracy_history += accuracies.tolist()

    def predict(self, X):
        """Return Y_hat for X, shape (features, m), at the current parameters."""
        check_data(X, self.nn_architecture[0]["input_dim"])
        X = converted(f"X as {self.dtype}", X, self.dtype, ": remove or replace those examples")
        work = X.shape[1] * self._params.size
        with limited_threads(work), np.errstate(all="ignore"):
            return _forward(X, self.params_values, self.nn_architecture)[0]

    @property
    def params_values(self):
        """A copy of the current parameters: `W1, b1, …`."""
        return {
            f"{key}{l}": getattr(self._layers[l - 1], key).copy()
            for l in layer_numbers(self.nn_architecture)
            for key in "Wb"
        }

    @property
    def cost_history(self):
        """The cost of each step's batch, before that step."""
        return list(self._cost_history)

    @property
    def accuracy_history(self):
        """The accuracy (a fraction) on each step's batch, before that step."""
        return list(self._accuracy_history)

    @property
    def steps(self):
        """How many steps have been taken."""
        return len(self._cost_history)

    @property
    def epochs(self):
        """How many times all examples have been used: steps over batches in an epoch."""
        batches = -(-self._X.shape[1] // self.batch_size)  # rounded up
        return self.steps / batches
