"""The same network in Keras: Goliath, for notebook 08. The one module that knows Keras.

Keras is optional: it is imported when the first twin is made, and never by importing this module.
Without it, notebook 08 shows what `tools/record_keras_run.py` recorded.

Keras has one example in each row, we have one in each column: X and W are transposed on the way in
and out, so that everything outside of this module is in the course's shapes.
"""

import json
import os
import platform
import time
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec

import numpy as np

from nnlib.architecture import check_classifier, check_params, parameter_names


def backend():
    """Return the backend's name: the environment variable KERAS_BACKEND, or else "jax"."""
    return os.environ.get("KERAS_BACKEND", "jax")


def available():
    """Tell whether Keras 3 and its backend are installed; NNLIB_KERAS=off says no to both."""
    if os.environ.get("NNLIB_KERAS") == "off" or not all(map(find_spec, ("keras", backend()))):
        return False
    try:
        return int(version("keras").split(".")[0]) >= 3
    except PackageNotFoundError:  # half of it, from an installation that was broken off
        return False


def status():
    """Say in a sentence where notebook 08's Keras results come from."""
    if available():
        return f"Keras {version('keras').split('.')[0]} on {backend()}: live."
    about = recorded()["about"]
    return (
        f"Keras is not here. Its results were recorded on {about['day']} with {about['versions']}, "
        f"{about['machine']}."
    )


def versions():
    """Name what a record was made with."""
    parts = [f"{name} {import_module(name).__version__}" for name in ("keras", backend(), "numpy")]
    return ", ".join([*parts, f"Python {platform.python_version()}"])


@cache
def recorded():
    """Load the results that are shown where Keras is not installed.

    Returns
    -------
    dict
        `about` says when and with what they were made; the other keys are functions of
        `experiments`, and what those returned.
    """
    text = files(__package__).joinpath("keras_run.json").read_text(encoding="utf-8")
    return json.loads(text)


@cache
def load():
    """Import Keras; return it and the seconds that took (the first time)."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    start = time.perf_counter()
    import keras

    return keras, time.perf_counter() - start


@contextmanager
def precision(dtype):
    """Let Keras compute in float32 or float64, and leave it as it was before."""
    keras, _ = load()
    before = keras.config.floatx()
    # The learning rate is rounded to floatx, too: a float32 rate would spoil a float64 step.
    keras.config.set_floatx(dtype)
    try:
        if backend() == "jax":
            import jax

            # JAX makes every float64 a float32 unless it is told not to.
            with jax.enable_x64(dtype == "float64"):
                yield keras
        else:
            yield keras
    finally:
        keras.config.set_floatx(before)


class KerasTwin:
    """A network of Keras layers, with parameters given from outside, trained by Keras's own SGD.

    Parameters
    ----------
    nn_architecture : list of dict
        Its last layer must be one sigmoid unit.
    params_values : dict
        Where it starts: `W1, b1, …` in the course's shapes.
    learning_rate : float
    dtype : str
        "float32", Keras's own habit, or "float64".
    steps_per_execution : int
        How many steps Keras hands to its backend at a time: the same steps with less talk.
        PyTorch takes them one by one.
    """

    def __init__(
        self,
        nn_architecture,
        params_values,
        learning_rate,
        dtype="float32",
        steps_per_execution=1,
    ):
        check_classifier(nn_architecture)
        self.nn_architecture, self.dtype = nn_architecture, dtype
        with precision(dtype) as keras:
            layers = [
                keras.layers.Dense(
                    layer["output_dim"],
                    activation=layer["activation"],
                    dtype=dtype,
                    kernel_initializer="zeros",  # ours come right after; no time lost on dice
                )
                for layer in nn_architecture
            ]
            inputs = keras.Input((nn_architecture[0]["input_dim"],), dtype=dtype)
            self.model = keras.Sequential([inputs, *layers])
            self.model.compile(
                optimizer=keras.optimizers.SGD(learning_rate),
                loss=_cross_entropy(keras, dtype),
                steps_per_execution=1 if backend() == "torch" else steps_per_execution,
            )
        self.params_values = params_values

    @property
    def params_values(self):
        """A copy of the current parameters, in the course's shapes: `W1, b1, …`."""
        weights = self._course([weight.value for weight in self.model.trainable_variables])
        return {key: values.copy() for key, values in weights.items()}

    @params_values.setter
    def params_values(self, params_values):
        check_params(params_values, self.nn_architecture)
        with precision(self.dtype):
            for l, layer in enumerate(self.model.layers, start=1):
                # A copy: the backend may keep the very memory it is given.
                layer.kernel.assign(params_values[f"W{l}"].T.astype(self.dtype))
                layer.bias.assign(params_values[f"b{l}"].ravel().astype(self.dtype))

    @property
    def learning_rate(self):
        """The step size; may be changed between steps."""
        return float(self.model.optimizer.learning_rate)

    @learning_rate.setter
    def learning_rate(self, value):
        with precision(self.dtype):
            self.model.optimizer.learning_rate = value

    def rows(self, X, Y, order=None):
        """Return X and Y as Keras wants them: examples in rows, in the order given."""
        order = slice(None) if order is None else order
        return tuple(np.ascontiguousarray(part.T[order], self.dtype) for part in (X, Y))

    def fit(self, rows, batch_size):
        """Take one step for each batch, in the rows' own order, with Keras's `fit`."""
        with precision(self.dtype):
            self.model.fit(*rows, batch_size=batch_size, shuffle=False, verbose=0)

    def predict(self, X):
        """Return Y_hat, shape (1, m), for X, shape (features, m)."""
        with precision(self.dtype):
            x = np.ascontiguousarray(X.T, self.dtype)
            return np.array(self.model.predict_on_batch(x)).T

    def cost_and_gradients(self, X, Y):
        """Return the cost and `dW1, db1, …` as Keras's backend computes them."""
        with precision(self.dtype):
            x, y = self.rows(X, Y)
            cost, grads = GRADIENTS[backend()](self.model, self.model.loss, x, y)
            grads_values = self._course(grads)
            return float(_numpy(cost)), {f"d{key}": value for key, value in grads_values.items()}

    def _course(self, arrays):
        """Return Keras's list of kernels and biases as a dict in the course's shapes."""
        arrays = [_numpy(array) for array in arrays]
        keys = parameter_names(self.nn_architecture)
        return {
            key: array.T if key[0] == "W" else array[:, None]
            for key, array in zip(keys, arrays, strict=True)
        }


def _cross_entropy(keras, dtype):
    """Return Keras's cost; in float64 without its mean, which takes a detour through float32."""
    if dtype == "float32":
        return keras.losses.BinaryCrossentropy()

    class CrossEntropy(keras.losses.Loss):
        def call(self, y_true, y_pred):
            return keras.ops.binary_crossentropy(y_true, y_pred)

    return CrossEntropy(dtype=dtype)


def _numpy(array):
    keras, _ = load()
    return keras.ops.convert_to_numpy(array)


def _jax_gradients(model, loss, x, y):
    import jax

    fixed = [variable.value for variable in model.non_trainable_variables]

    @jax.jit
    def cost_and_gradients(weights):
        return jax.value_and_grad(lambda w: loss(y, model.stateless_call(w, fixed, x)[0]))(weights)

    return cost_and_gradients([variable.value for variable in model.trainable_variables])


def _torch_gradients(model, loss, x, y):
    cost = loss(y, model(x))
    model.zero_grad()
    cost.backward()
    return cost.detach(), [variable.value.grad for variable in model.trainable_variables]


def _tensorflow_gradients(model, loss, x, y):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        cost = loss(y, model(x))
    return cost, tape.gradient(cost, [variable.value for variable in model.trainable_variables])


# Keras leaves gradients to its backends: each has its own way of asking for them.
GRADIENTS = {"jax": _jax_gradients, "torch": _torch_gradients, "tensorflow": _tensorflow_gradients}
