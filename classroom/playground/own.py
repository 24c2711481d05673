"""Trains with a learner's own functions, and tells in words what goes wrong in them."""

from types import SimpleNamespace

import numpy as np

import nnlib
from classroom.practice.running import Run
from nnlib.architecture import check_finite_params
from nnlib.initialization import init_layers
from nnlib.regularization import add_l2
from nnlib.validation import divergence_sentence

# What a step of training calls, with the exercise that builds it.
CALLED = ("full_forward_propagation", "full_backward_propagation", "update")
SECONDS = 2  # for one step: then it is taken for an endless loop


def functions_in(functions):
    """Return all functions of a step as attributes: the learner's, and the course's in the gaps.

    Parameters
    ----------
    functions : SimpleNamespace or dict
        Such as `my_functions()` gives, or {"update": my_update}.

    Raises
    ------
    TypeError
        If it is neither, or something in it is no function.
    """
    given = functions if isinstance(functions, dict) else getattr(functions, "__dict__", None)
    if given is None:
        raise TypeError(
            f"functions is a {type(functions).__name__}, expected what my_functions() gives, or a "
            'dict such as {"update": my_update}'
        )
    unknown = [name for name in given if name not in nnlib.__all__]
    if unknown:
        raise TypeError(
            f"functions has {', '.join(map(str, unknown))}, expected names such as "
            f"{', '.join(CALLED)}"
        )
    for name, function in given.items():
        if not callable(function):
            raise TypeError(f"functions has {name}, which is a {type(function).__name__}")
    used = {name: given.get(name, getattr(nnlib, name)) for name in CALLED}
    own = tuple(name for name in CALLED if used[name] is not getattr(nnlib, name))
    return SimpleNamespace(**used, own=own)


class OwnTrainer:
    """Takes steps with a learner's functions; what the playground asks of a `Trainer`, it answers.

    Every call runs where it can be stopped. After a step in which a function raises, does not come
    back, or returns what is no set of parameters, `stopped` says so, and the last good parameters
    are kept.
    """

    def __init__(
        self, X, Y, nn_architecture, learning_rate, functions, *, seed, scheme, batch_size, l2
    ):
        self.X, self.Y, self.nn_architecture = X, Y, nn_architecture
        self.learning_rate, self.l2, self.seed = learning_rate, l2, seed
        self.functions, self.batch_size = functions, batch_size
        self._start = init_layers(nn_architecture, seed=seed, scheme=scheme)
        self.reset()

    def reset(self):
        """Go back to the starting parameters and the first shuffle."""
        self.params_values = {key: values.copy() for key, values in self._start.items()}
        self.steps, self.stopped = 0, None
        self._rng, self._order = np.random.RandomState(self.seed), np.array([], dtype=int)

    def predict(self, X):
        """Return what the network answers, by the course's forward pass."""
        with np.errstate(all="ignore"):
            return nnlib.predict(X, self.params_values, self.nn_architecture)

    def step(self, n=1):
        """Take n steps, fewer if something goes wrong; return how many."""
        before = self.steps
        while self.steps < before + n and self.stopped is None:
            self._take_one()
        return self.steps - before

    def _take_one(self):
        m = self.X.shape[1]
        if len(self._order) == 0:
            self._order = np.arange(m) if self.batch_size == m else self._rng.permutation(m)
        batch, self._order = self._order[: self.batch_size], self._order[self.batch_size :]
        X, Y, found = self.X[:, batch], self.Y[:, batch], {}
        params = {key: values.copy() for key, values in self.params_values.items()}

        def work(run):
            mine, layers = self.functions, self.nn_architecture
            with np.errstate(all="ignore"):
                found["in"] = "full_forward_propagation"
                Y_hat, memory = mine.full_forward_propagation(X, params, layers)
                found["in"] = "full_backward_propagation"
                grads = mine.full_backward_propagation(Y_hat, Y, memory, params, layers)
                if self.l2:
                    grads = add_l2(grads, params, layers, self.l2)
                found["in"] = "update"
                found["params"] = mine.update(params, grads, layers, self.learning_rate)

        run = Run(work, SECONDS)
        if not run.finished:
            self.stopped = _what_happened(run, found.get("in", CALLED[0]))
            return
        try:
            check_finite_params(found["params"], self.nn_architecture)
        except (TypeError, ValueError) as error:
            self.stopped = self._no_parameters(found["params"], error)
            return
        self.params_values, self.steps = found["params"], self.steps + 1

    def _no_parameters(self, params, error):
        """Say why what came of a step are no parameters."""
        shapes = {key: values.shape for key, values in self.params_values.items()}
        arrays = isinstance(params, dict) and {
            key: np.shape(params[key]) for key in shapes if key in params
        }
        if arrays == shapes and all(params[key].dtype.kind == "f" for key in shapes):
            return divergence_sentence(self.steps + 1, self.learning_rate, "step")
        return f"After step {self.steps} the parameters are of no use: {error}."


def _what_happened(run, name):
    """Say what a call did that did not come to its end."""
    if run.failure is None:
        how = (
            "was interrupted" if run.interrupted else f"does not come back within {SECONDS} seconds"
        )
        restart = ", and cannot be stopped: choose Kernel, Restart Kernel" if run.goes_on else ""
        return f"{name} {how}{restart}."
    failure = run.failure
    where = ""
    if failure.lines:
        function, number, text = failure.lines[-1]
        where = f" in line {number} of {function}, {text}"
    return f"{name} stops with {failure.name}{where}: {failure.message}."
