"""What every public function of the network does with arrays and settings of an unusual kind."""

import warnings

import numpy as np
import pytest

import nnlib
from nnlib.architecture import dense_architecture, layer_sizes
from nnlib.storage import save_params
from nnlib.trainer import Trainer


def make_trainer(steps=3, new_X=None, **arguments):
    trainer = Trainer(**arguments)
    trainer.step(steps)
    params_values, costs = trainer.params_values, trainer.cost_history
    return params_values, costs, trainer.predict(arguments["X"] if new_X is None else new_X)


def calls(good):
    """Return every public function with right arguments, by name."""
    X, Y, Y_hat, net, params = good.X, good.Y, good.Y_hat, good.nn_architecture, good.params_values
    layer = {"A_prev": X, "W_curr": params["W1"], "b_curr": params["b1"]}
    given = {"params_values": params, "nn_architecture": net}
    task = {"X": X, "Y": Y, "learning_rate": 0.1, **given}
    back = {"dA_curr": np.ones((3, 5)), "Z_curr": np.ones((3, 5)), **layer}
    grads = {"grads_values": good.grads_values, "learning_rate": 0.1}
    return {
        "sigmoid": (nnlib.sigmoid, {"Z": X}),
        "relu": (nnlib.relu, {"Z": X}),
        "sigmoid_backward": (nnlib.sigmoid_backward, {"dA": X, "Z": X}),
        "relu_backward": (nnlib.relu_backward, {"dA": X, "Z": X}),
        "one layer": (nnlib.single_layer_forward_propagation, layer),
        "one layer back": (nnlib.single_layer_backward_propagation, back),
        "forward": (nnlib.full_forward_propagation, {"X": X, **given}),
        "predict": (nnlib.predict, {"X": X, **given}),
        "backward": (
            nnlib.full_backward_propagation,
            {"Y_hat": Y_hat, "Y": Y, "memory": good.memory, **given},
        ),
        "cost": (nnlib.get_cost_value, {"Y_hat": Y_hat, "Y": Y}),
        "accuracy": (nnlib.get_accuracy_value, {"Y_hat": Y_hat, "Y": Y}),
        "classes": (nnlib.convert_prob_into_class, {"probs": Y_hat}),
        "update": (nnlib.update, {**given, **grads}),
        "train": (nnlib.train, {**task, "epochs": 3}),
        "Trainer": (make_trainer, {**task, "batch_size": 2, "new_X": X}),
    }


NAMES = "sigmoid", "relu", "sigmoid_backward", "relu_backward", "one layer", "one layer back"
NAMES += "forward", "predict", "backward", "cost", "accuracy", "classes", "update", "train"
NAMES += ("Trainer",)


def test_every_function_is_among_them(good):
    assert list(calls(good)) == list(NAMES)


def arrays_in(arguments):
    """Yield (argument, key or None) of every array among the arguments."""
    for name, value in arguments.items():
        if isinstance(value, np.ndarray):
            yield name, None
        elif isinstance(value, dict):
            yield from ((name, key) for key in value)


def changed(arguments, name, key, change):
    value = arguments[name]
    value = change(value) if key is None else {**value, key: change(value[key])}
    return {**arguments, name: value}


class Own(np.ndarray):
    """An array that might do anything."""


def hidden(array):
    return np.ma.masked_array(array, mask=np.zeros(array.shape, bool))


def matrix(array):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix(array)


KINDS = {
    "masked": (hidden, "hidden (masked) numbers"),
    "a list of masked rows": (lambda array: [hidden(row) for row in array], "hidden (masked)"),
    "matrix": (matrix, "is a matrix, expected a plain NumPy array"),
    "one's own": (lambda array: array.view(Own), "is a Own, expected a plain NumPy array"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_an_array_with_rules_of_its_own_is_refused_wherever_it_comes_in(good, refuses, name, kind):
    (function, arguments), (change, words) = calls(good)[name], KINDS[kind]
    for argument, key in arrays_in(arguments):
        named = {"new_X": "X"}.get(argument, key or argument)
        wrong = changed(arguments, argument, key, change)
        refuses(TypeError, [named, words], function, **wrong)


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(flat(a), flat(b), strict=True))


def flat(result):
    if isinstance(result, dict):
        return flat(list(result.values()))
    if isinstance(result, (tuple, list)):
        return [array for part in result for array in flat(part)]
    return [np.asarray(result)]


@pytest.mark.parametrize("name", NAMES)
def test_an_array_in_a_file_or_read_only_or_in_steps_gives_the_same(good, name, tmp_path):
    function, arguments = calls(good)[name]
    expected = function(**arguments)

    def in_a_file(array):
        there = np.memmap(tmp_path / "array", float, "w+", shape=array.shape)
        there[...] = array
        return there

    def read_only(array):
        array = array.astype(float)
        array.flags.writeable = False
        return array

    for change in (in_a_file, read_only, lambda array: np.repeat(array, 2, axis=1)[:, ::2]):
        for argument, key in arrays_in(arguments):
            assert same(function(**changed(arguments, argument, key, change)), expected)


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, bool])
@pytest.mark.parametrize("name", NAMES)
def test_small_whole_numbers_do_not_overflow(good, name, dtype):
    largest = 1 if dtype is bool else np.iinfo(dtype).max
    function, arguments = calls(good)[name]
    small = {}
    for argument, value in arguments.items():
        most = 1 if argument in ("Y", "Y_hat", "probs") else largest
        if isinstance(value, np.ndarray):
            small[argument] = np.clip(np.rint(np.abs(value) * 100), 0, most).astype(dtype)
        elif isinstance(value, dict):
            small[argument] = {
                key: np.clip(np.rint(np.abs(values) * 100), 0, most).astype(dtype)
                for key, values in value.items()
            }
    exact = {
        argument: value.astype(float)
        if isinstance(value, np.ndarray)
        else {key: values.astype(float) for key, values in value.items()}
        for argument, value in small.items()
    }
    got, expected = (flat(function(**(arguments | new))) for new in (small, exact))
    for one, other in zip(got, expected, strict=True):
        np.testing.assert_allclose(one.astype(float), other)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("factor", [1, 1e-300, 1e-160])
def test_everything_works_when_numpy_raises(good, name, factor):
    function, arguments = calls(good)[name]
    for argument, key in arrays_in(arguments):
        if argument not in ("Y", "Y_hat", "probs"):
            arguments = changed(arguments, argument, key, lambda array: array * factor)
    expected = function(**arguments)
    with np.errstate(all="raise"):
        before = np.geterr()
        assert same(function(**arguments), expected)
        assert np.geterr() == before


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize("scale", [1, 1e3, 1e150])
@pytest.mark.parametrize("rate", [0.5, 1e10])
def test_training_ends_in_words_when_numpy_raises(moons, activation, scale, rate):
    args = moons[0] * scale, moons[2], dense_architecture([2, 8, 8, 1], activation)
    with np.errstate(all="raise"):
        trainer = Trainer(*args, rate, batch_size=90, scheme="he")
        trainer.step(60)
        params_values, costs, _ = nnlib.train(*args, 20, rate, scheme="he", report=None)
    assert np.isfinite(costs).all() and np.isfinite(trainer.cost_history).all()
    assert all(np.isfinite(values).all() for values in params_values.values())


def test_numpys_small_numbers_as_sizes_and_counts_do_not_overflow():
    rng = np.random.RandomState(0)
    X, Y = rng.randn(100, 250), rng.randint(0, 2, (1, 250))
    sizes = [100, 120, 1]
    small = dense_architecture(np.array(sizes, np.int8))
    assert layer_sizes(small) == sizes
    for scheme in ("he", "xavier", "small"):
        ours = nnlib.init_layers(small, 1, scheme)
        assert same(ours, nnlib.init_layers(dense_architecture(sizes), 1, scheme))
    trainer = Trainer(X, Y, small, 0.1, batch_size=np.uint8(100))
    plain = Trainer(X, Y, dense_architecture(sizes), 0.1, batch_size=100)
    assert trainer.step(np.uint8(7)) == plain.step(7) == 7
    assert same(trainer.params_values, plain.params_values) and trainer.epochs == plain.epochs


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["forward", "predict", "backward", "classes", "one layer"])
def test_what_is_no_number_is_named_where_it_comes_in(good, refuses, name, bad):
    function, arguments = calls(good)[name]
    for argument, key in arrays_in(arguments):
        if argument in ("memory", "b_curr"):
            continue

        def spoil(array):
            array = array.astype(float)
            array[-1, -1] = bad
            return array

        row, column = (arguments[argument] if key is None else arguments[argument][key]).shape
        words = key or argument, "NaN or infinite", f"row {row - 1}, column {column - 1}"
        refuses(ValueError, words, function, **changed(arguments, argument, key, spoil))


def test_a_pass_that_overflows_is_refused_in_words(good, refuses):
    large = {key: values * 1e200 for key, values in good.params_values.items()}
    large["W2"] = np.array([[1e200, -1e200, 1e200]])
    words = "numbers grew too large for float64", "scale X", "smaller parameters"
    X = np.ones((2, 5)) * 1e150
    for function in (nnlib.predict, nnlib.full_forward_propagation):
        refuses(ValueError, words, function, X, large, good.nn_architecture)


@pytest.mark.parametrize("function", [nnlib.train, Trainer])
def test_a_start_too_large_for_float32_is_refused(good, refuses, function):
    start = {**good.params_values, "W1": good.params_values["W1"] * 1e300}
    words = "W1 as float32 holds 6 values that are NaN or infinite"
    count = {"epochs": 3} if function is nnlib.train else {}
    arguments = {"nn_architecture": good.nn_architecture, "learning_rate": 0.1, **count}
    X = good.X.astype(np.float32)
    refuses(ValueError, [words], function, X, good.Y, params_values=start, **arguments)


@pytest.mark.parametrize("function", [nnlib.relu, nnlib.sigmoid])
def test_pythons_large_whole_numbers_work_or_are_refused(refuses, function):
    assert function(2**63) == function(float(2**63))
    for large in (2**64, -(2**63) - 1, 10**400):
        words = f"Z is a whole number of {large.bit_length()} bits", "at most 64", "float(Z)"
        refuses(TypeError, words, function, large)


@pytest.mark.parametrize("dtype", [np.array(1), np.array([1, 2]), np.float32(1)])
def test_an_array_is_no_type_of_number(good, refuses, dtype):
    function, arguments = calls(good)["Trainer"]
    words = "dtype is", "expected np.float32 or np.float64"
    refuses(ValueError, words, function, **arguments, dtype=dtype)


@pytest.mark.parametrize(
    "sizes", [np.array(3), np.ones((2, 2), int), {2: 1, 3: 1}, {2, 3, 1}, None]
)
def test_sizes_that_are_no_row_are_refused(refuses, sizes):
    words = "sizes is", "expected a list of at least two whole numbers"
    refuses(TypeError, words, dense_architecture, sizes)


@pytest.mark.parametrize("kind", KINDS)
def test_an_array_with_rules_of_its_own_is_not_saved(good, refuses, tmp_path, kind):
    change, words = KINDS[kind]
    wrong = {**good.params_values, "W1": change(good.params_values["W1"])}
    refuses(TypeError, ["W1", words], save_params, tmp_path / "n.npz", wrong, good.nn_architecture)
