"""What several test files share: a network worked by hand, the published data, wrong arguments.

The wrong arguments fit a network 2-3-1 and five examples. Each is (value, error, words): what a
caller might pass, the exception it must raise, and the words its message must have.
"""

from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

settings.register_profile("course", deadline=None, derandomize=True, database=None)
settings.load_profile("course")


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    """Keep BLAS on one thread: with small matrices on a busy machine two wait for each other."""
    with threadpool_limits(1, user_api="blas"):
        yield


@pytest.fixture
def tiny():
    """Return a network 2-2-1 with two examples, worked by hand; every number is exact."""
    return SimpleNamespace(
        nn_architecture=[
            {"input_dim": 2, "output_dim": 2, "activation": "relu"},
            {"input_dim": 2, "output_dim": 1, "activation": "sigmoid"},
        ],
        params_values={
            "W1": np.array([[0.5, -0.25], [1, -1]]),
            "b1": np.array([[0.5], [0.25]]),
            "W2": np.array([[2.0, -1]]),
            "b2": np.array([[-1.0]]),
        },
        X=np.array([[1, 2], [2, 0.5]]),
        Y=np.array([[1.0, 1]]),
        memory={
            "A0": np.array([[1, 2], [2, 0.5]]),
            "Z1": np.array([[0.5, 1.375], [-0.75, 1.75]]),
            "A1": np.array([[0.5, 1.375], [0, 1.75]]),
            "Z2": np.array([[0.0, 0]]),
        },
        Y_hat=np.array([[0.5, 0.5]]),
        grads_values={
            "dW2": np.array([[-0.46875, -0.4375]]),
            "db2": np.array([[-0.5]]),
            "dW1": np.array([[-1.5, -1.25], [0.5, 0.125]]),
            "db1": np.array([[-1], [0.25]]),
        },
    )


@pytest.fixture(scope="session")
def moons():
    """Return the published data: X_train (2, 900), X_test (2, 100), Y_train, Y_test."""
    from sklearn.datasets import make_moons
    from sklearn.model_selection import train_test_split

    points, labels = make_moons(1000, noise=0.2, random_state=100)
    parts = train_test_split(points, labels, test_size=0.1, random_state=42)
    X_train, X_test, y_train, y_test = parts
    return X_train.T, X_test.T, y_train.reshape(1, -1), y_test.reshape(1, -1)


@pytest.fixture(scope="session")
def unchanged():
    """Return a context that fails if one of the values it was given is changed inside."""

    @contextmanager
    def guard(*values):
        before = deepcopy(values)
        yield
        np.testing.assert_equal(values, before)

    return guard


@pytest.fixture(scope="session")
def refuses():
    """Return a check that a call raises this error, with all of these words in its message."""

    def check(error, words, function, *args, **kwargs):
        with pytest.raises((ValueError, TypeError)) as caught:
            function(*args, **kwargs)
        assert caught.type is error, caught.value
        for word in words:
            assert word in str(caught.value)

    return check


def _good():
    """Return a right set of arguments, to which the wrong ones below are near misses."""
    X = np.array([[0.5, -1, 2, 0, 1], [1, 0.25, -0.5, 2, 0]])
    nn_architecture = [
        {"input_dim": 2, "output_dim": 3, "activation": "relu"},
        {"input_dim": 3, "output_dim": 1, "activation": "sigmoid"},
    ]
    params_values = {
        "W1": np.array([[0.5, -1], [1, 0.25], [-0.5, 2]]),
        "b1": np.array([[0.5], [-0.25], [1]]),
        "W2": np.array([[1, -0.5, 0.25]]),
        "b2": np.array([[0.125]]),
    }
    return SimpleNamespace(
        X=X,
        Y=np.array([[1, 0, 0, 1, 1]]),
        nn_architecture=nn_architecture,
        params_values=params_values,
        grads_values={f"d{key}": values / 8 for key, values in params_values.items()},
        Y_hat=np.array([[0.75, 0.25, 0.5, 0.875, 0.125]]),
        memory={"A0": X, "Z1": np.ones((3, 5)), "A1": np.ones((3, 5)), "Z2": np.ones((1, 5))},
    )


@pytest.fixture
def good():
    """Return right arguments for a network 2-3-1 and five examples."""
    return _good()


def _with(array, value, dtype=float):
    """Return a copy of `array` with this value in row 0, column 3."""
    array = array.astype(dtype)
    array[0, 3] = value
    return array


def _wrong_numbers(name, array):
    """Return what is wrong for every array of data, whatever its shape."""
    text = f"{name} holds text", "expected numbers", f"np.array({name}, dtype=float)"
    objects = f"{name} holds Python objects", "expected numbers", "dtype=float"
    lists = f"{name} is a list", "expected a NumPy array of shape", f"try np.array({name})"
    bad = f"{name} holds 1 value that is NaN or infinite", "row 0, column 3", "finite numbers"
    return {
        f"{name} of text": (array.astype(str), TypeError, text),
        f"{name} of objects": (array.astype(object), TypeError, objects),
        f"{name} of complex numbers": (array + 0j, TypeError, [f"{name} holds complex numbers"]),
        f"{name} of dates": (array.astype("M8[D]"), TypeError, [f"{name} holds", "datetime64"]),
        f"{name} in a list": (array.tolist(), TypeError, lists),
        f"{name} missing": (None, TypeError, [f"{name} is a NoneType", "expected a NumPy array"]),
        f"{name} with NaN": (_with(array, np.nan), ValueError, bad),
        f"{name} with infinity": (_with(array, np.inf), ValueError, bad),
        f"{name} with minus infinity": (_with(array, -np.inf), ValueError, bad),
    }


def _bad_X():
    X = _good().X
    shape = "expected (2, m)", "layer 1 has input_dim 2", "one column per example"
    turn = *shape, "X has shape (5, 2)", "on its side, so try X.T"
    single = *shape, "X has shape (2,)", "for a single example try X.reshape(-1, 1)"
    empty = "X has shape (2, 0)", "empty", "expected at least one example"
    return {
        "X with one feature's row": (X[0], ValueError, (*shape, "X has shape (5,)")),
        "X with one example's column": (X[:, 0], ValueError, single),
        "X on its side": (X.T, ValueError, turn),
        "X with three features": (np.ones((3, 5)), ValueError, (*shape, "X has shape (3, 5)")),
        "X with three axes": (X[None], ValueError, (*shape, "X has shape (1, 2, 5)")),
        "X without axes": (np.array(1.0), ValueError, (*shape, "X has shape ()")),
        "X without examples": (X[:, :0], ValueError, empty),
        **_wrong_numbers("X", X),
    }


def _bad_Y():
    Y = _good().Y
    shape = "expected (1, 5): one row, one column per example"
    classes = "expected only 0 and 1"
    return {
        "Y with one axis": (Y[0], ValueError, ["shape (5,)", shape, "; try Y.reshape(1, -1)"]),
        "Y on its side": (Y.T, ValueError, ["Y has shape (5, 1)", shape, "try Y.T"]),
        "Y too short": (Y[:, :4], ValueError, ["Y has shape (1, 4)", shape]),
        "Y without examples": (Y[:, :0], ValueError, ["Y has shape (1, 0)", shape]),
        "Y of two rows": (np.ones((2, 5)), ValueError, ["Y has shape (2, 5)", shape]),
        "label 2": (_with(Y, 2), ValueError, ["Y holds 2", classes, "(Y == 2).astype(float)"]),
        "label -1": (2 * Y - 1, ValueError, ["Y holds -1", classes, "(Y == -1)"]),
        "label 0.5": (_with(Y, 0.5), ValueError, ["Y holds 0.5", classes]),
        **_wrong_numbers("Y", Y),
    }


def _bad_Y_hat():
    Y_hat = _good().Y_hat
    shape = "expected (1, m): one row, one probability per example"
    range_ = "expected probabilities from 0 to 1", "not its Z"
    return {
        "Y_hat with one axis": (
            Y_hat[0],
            ValueError,
            ["Y_hat has shape (5,)", shape, "try Y_hat.reshape(1, -1)"],
        ),
        "Y_hat on its side": (Y_hat.T, ValueError, ["shape (5, 1)", shape, "try Y_hat.T"]),
        "Y_hat empty": (Y_hat[:, :0], ValueError, ["Y_hat has shape (1, 0)", "empty"]),
        "Y_hat above 1": (_with(Y_hat, 1.5), ValueError, ["Y_hat holds 1.5", *range_]),
        "Y_hat below 0": (_with(Y_hat, -0.5), ValueError, ["Y_hat holds -0.5", *range_]),
        **_wrong_numbers("Y_hat", Y_hat),
    }


def _bad_architecture():
    def change(l, **keys):
        layers = _good().nn_architecture
        layers[l - 1].update(keys)
        return layers

    first, second = _good().nn_architecture
    no_key = {"input_dim": 2, "activation": "relu"}
    keys = "input_dim, output_dim, activation"
    a_list = "nn_architecture is", "expected a list with one dict per layer"
    a_dict = "layer 2 is [3, 1]", "expected a dict", keys
    missing = "layer 1 has no 'output_dim'", keys, "found input_dim, activation"
    neighbours = (
        "layer 2 has input_dim 4",
        "layer 1 has output_dim 3",
        "expected the same number",
        "try input_dim 3 in layer 2",
    )
    choices = "expected one of 'relu', 'sigmoid', 'tanh'"
    whole = "expected a whole number, 1 or more"
    return {
        "no layers": ([], TypeError, a_list),
        "one bare layer": (first, TypeError, a_list),
        "a number": (3, TypeError, a_list),
        "sizes in place of a layer": ([first, [3, 1]], TypeError, a_dict),
        "a layer without a key": ([no_key, second], ValueError, missing),
        "an empty layer": ([{}], ValueError, ["layer 1 has no 'input_dim'", "found nothing"]),
        "neighbours that do not fit": (change(2, input_dim=4), ValueError, neighbours),
        "activation step": (
            change(1, activation="step"),
            ValueError,
            ["layer 1: activation is 'step'", choices],
        ),
        "activation ReLU": (change(1, activation="ReLU"), ValueError, ["'ReLU'", choices]),
        "activation None": (change(2, activation=None), ValueError, ["layer 2", choices]),
        "activations in a list": (change(1, activation=["relu"]), ValueError, [choices]),
        "no units": (change(1, output_dim=0), ValueError, ["layer 1: output_dim is 0", whole]),
        "no inputs": (change(1, input_dim=0), ValueError, ["layer 1: input_dim is 0", whole]),
        "-3 units": (change(1, output_dim=-3), ValueError, ["output_dim is -3", whole]),
        "3.0 units": (change(1, output_dim=3.0), TypeError, ["output_dim is 3.0", whole]),
        "'3' units": (change(1, output_dim="3"), TypeError, ["output_dim is '3'", whole]),
        "True units": (change(1, output_dim=True), TypeError, ["output_dim is True", whole]),
    }


def _bad_params(prefix=""):
    def change(**arrays):
        return getattr(_good(), name) | {f"{prefix}{key}": arrays[key] for key in arrays}

    name = "grads_values" if prefix else "params_values"
    values = getattr(_good(), name)
    W1, b1 = f"{prefix}W1", f"{prefix}b1"
    keys = ", ".join(values)
    shape = f"{W1} has shape (2, 3)", "expected (3, 2)", "layer 1 maps 2 numbers to 3"
    column = f"{b1} has shape (3,)", "expected (3, 1)", "each unit of layer 1", f"try {b1}.resh"
    return {
        "not a dict": (list(values.values()), TypeError, [f"{name} is a list", "expected a dict"]),
        "nothing": ({}, ValueError, [f"{name} has no {keys}", "found nothing"]),
        "a missing key": (
            {key: values[key] for key in values if key != b1},
            ValueError,
            [f"{name} has no {b1}:", f"expected {keys}", f"found {keys.replace(f' {b1},', '')}"],
        ),
        "W on its side": (change(W1=values[W1].T), ValueError, (*shape, f"try {W1}.T")),
        "W too small": (change(W1=np.ones((2, 2))), ValueError, [f"{W1} has shape (2, 2)"]),
        "b with one axis": (change(b1=values[b1][:, 0]), ValueError, column),
        "b on its side": (change(b1=values[b1].T), ValueError, ["shape (1, 3)", f"{b1}.T"]),
        "W in a list": (change(W1=[[1, 2]] * 3), TypeError, [f"{W1} is a list", "np.array("]),
        "W of text": (change(W1=values[W1].astype(str)), TypeError, [f"{W1} holds text"]),
        "W of objects": (change(W1=values[W1].astype(object)), TypeError, ["Python objects"]),
    }


def _bad_rate():
    words = "expected a finite number above 0, such as 0.01"
    kind = "expected a number above 0, such as 0.01"
    return {
        **{
            f"rate {rate}": (rate, ValueError, [f"learning_rate is {rate}", words])
            for rate in (0, 0.0, -0.1, np.nan, np.inf, -np.inf, np.float32(-1))
        },
        **{
            f"rate {rate!r}": (rate, TypeError, [f"learning_rate is {rate!r}", kind])
            for rate in ("0.1", True, np.True_, None, [0.1], np.array(0.1), 0.1j)
        },
    }


def _bad_whole():
    words = "expected a whole number, 1 or more"
    return {
        **{f"{n}": (n, ValueError, [f"is {n}", words]) for n in (0, -1)},
        **{f"{n!r}": (n, TypeError, [f"is {n!r}", words]) for n in (2.5, 3.0, "3", True, [3])},
    }


def _bad_seed():
    words = "seed is", "expected a whole number"
    return {
        **{f"seed {seed}": (seed, ValueError, words) for seed in (-1, 2**32)},
        **{f"seed {seed!r}": (seed, TypeError, words) for seed in (1.5, "2", True, None)},
    }


def _bad_scheme():
    words = "scheme is", "expected one of 'small', 'he', 'xavier', 'zeros'"
    return {f"scheme {name!r}": (name, ValueError, words) for name in ("He", "", None, ["he"])}


def _fixture(cases):
    return pytest.fixture(params=cases.values(), ids=cases)(lambda request: deepcopy(request.param))


bad_X, bad_Y, bad_Y_hat = _fixture(_bad_X()), _fixture(_bad_Y()), _fixture(_bad_Y_hat())
bad_architecture, bad_params = _fixture(_bad_architecture()), _fixture(_bad_params())
bad_grads = _fixture(_bad_params("d"))
bad_rate, bad_whole = _fixture(_bad_rate()), _fixture(_bad_whole())
bad_seed, bad_scheme = _fixture(_bad_seed()), _fixture(_bad_scheme())
