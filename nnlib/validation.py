"""Refuse a wrong call in words: what was expected, what came, and what to try.

Every public function asks first, before any arithmetic, so that a wrong shape or a stray NaN is
named where it enters and not ten lines later as a broadcasting error. Here stands what is asked of
one argument; `architecture` asks whether several fit together.
"""

import numpy as np

# For functions: what is too small for a float is rightly 0, also under np.seterr(all="raise").
tiny_is_zero = np.errstate(under="ignore")


def check_numbers(name, values):
    """Raise TypeError unless `values` (a number or an array) holds real numbers."""
    _check_kind(name, values)
    if isinstance(values, (list, tuple)):
        raise TypeError(
            f"{name} is a {type(values).__name__}, expected a number or a NumPy array; "
            f"try np.array({name})"
        )
    kind = np.asarray(values).dtype.kind
    if kind in "fiub":
        return
    if isinstance(values, int):
        raise TypeError(
            f"{name} is a whole number of {values.bit_length()} bits, expected at most 64; "
            f"try float({name})"
        )
    held = {"U": "text", "S": "text", "O": "Python objects", "c": "complex numbers"}.get(
        kind, f"values of type {np.asarray(values).dtype}"
    )
    raise TypeError(
        f"{name} holds {held}, expected numbers; try np.array({name}, dtype=float), "
        "which will point at the entry that is not a number"
    )


def _check_kind(name, values):
    """Raise TypeError if `values` is, or holds, an array that computes by rules of its own."""
    for array in values if isinstance(values, (list, tuple)) else [values]:
        if isinstance(array, np.ma.MaskedArray):
            raise TypeError(
                f"{name} has hidden (masked) numbers, expected a plain NumPy array, in which every "
                f"number counts; leave those examples out, or fill them with {name}.filled(0)"
            )
        if isinstance(array, np.ndarray) and type(array) not in (np.ndarray, np.memmap):
            raise TypeError(
                f"{name} is a {type(array).__name__}, expected a plain NumPy array; "
                f"try np.array({name})"
            )


def check_same_shape(name_a, a, name_b, b):
    """Raise ValueError unless two arrays have the same shape (no silent broadcasting)."""
    if np.shape(a) != np.shape(b):
        raise ValueError(
            f"{name_a} has shape {np.shape(a)} and {name_b} has shape {np.shape(b)}, "
            "expected the same shape: one entry for each unit and example"
        )


def check_matrix(name, array, rows=None, columns=None, meaning="", rows_from=""):
    """Raise unless `array` is a non-empty 2-D NumPy array of numbers of the size asked for.

    `rows` and `columns` may be None where any size will do. `meaning` says in words what the
    rows and columns are, `rows_from` where the number of rows comes from.
    """
    expected = f"({'n' if rows is None else rows}, {'m' if columns is None else columns})"
    words = f": {meaning}" if meaning else ""
    _check_kind(name, array)
    if not isinstance(array, np.ndarray):
        number = isinstance(array, (int, float, np.number))
        raise TypeError(
            f"{name} is a {type(array).__name__}, expected a NumPy array of shape "
            f"{expected}{words}; try np.{f'full({expected}, ' if number else 'array('}{name})"
        )
    check_numbers(name, array)
    fits = (
        array.ndim == 2
        and (rows is None or array.shape[0] == rows)
        and (columns is None or array.shape[1] == columns)
    )
    if not fits:
        source = f" ({rows_from})" if rows_from else ""
        mend = _mend(name, array, rows, columns)
        raise ValueError(
            f"{name} has shape {array.shape}, expected {expected}{source}{words}{mend}"
        )
    if array.size == 0:
        raise ValueError(
            f"{name} has shape {array.shape}: it is empty, expected at least one example"
        )


def _mend(name, array, rows, columns):
    """Return the reshaping that would make `array` fit, as the end of a sentence."""
    if array.ndim == 1 and array.size:
        if columns == 1 and rows in (None, array.size):
            return f"; try {name}.reshape(-1, 1)"
        if rows in (1, None) and columns in (None, array.size):
            return f"; try {name}.reshape(1, -1)"
        if rows == array.size:
            return f"; for a single example try {name}.reshape(-1, 1)"
    if array.ndim == 2:
        turned = array.shape[::-1]
        if rows in (None, turned[0]) and columns in (None, turned[1]):
            return f"; it lies on its side, so try {name}.T"
    return ""


def check_finite(name, array, mend=""):
    """Raise ValueError if `array` holds NaN or infinity, saying how many and where."""
    bad = ~np.isfinite(array)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        count = "1 value that is" if bad.sum() == 1 else f"{bad.sum()} values that are"
        raise ValueError(
            f"{name} holds {count} NaN or infinite, the first in row {row}, column {column}; "
            f"expected finite numbers only{mend}"
        )


def converted(name, array, dtype, mend=""):
    """Return an array in another type of number; refuse what is too large for it."""
    if array.dtype == dtype:
        return array
    with np.errstate(over="ignore", under="ignore"):
        array = array.astype(dtype)
    check_finite(name, array, mend)
    return array


def not_overflown(Y_hat):
    """Return predictions, but refuse those that overflowed on the way and are no numbers."""
    if np.isnan(Y_hat).any():
        raise ValueError(
            f"the numbers grew too large for {Y_hat.dtype} on their way through the network; scale "
            "X to values around 1, or start from smaller parameters"
        )
    return Y_hat


def wide(array):
    """Return an array whose products do not overflow: 100 * 2 is -56 in whole numbers of 8 bits."""
    return array if array.dtype.itemsize == 8 or array.dtype.kind == "f" else array.astype(float)


def check_data(X, input_dim, rows_from="layer 1 has input_dim"):
    """Raise unless X is a (input_dim, m) array of finite numbers, one column per example."""
    meaning = "one row per feature, one column per example"
    check_matrix("X", X, input_dim, None, meaning, f"{rows_from} {input_dim}")
    check_finite("X", X, ": remove or replace those examples")


def check_labels(Y, m):
    """Raise unless Y is a (1, m) array that holds only 0 and 1."""
    check_matrix("Y", Y, 1, m, "one row, one column per example")
    check_finite("Y", Y, ": remove or replace those examples")
    strange = (Y != 0) & (Y != 1)
    if strange.any():
        raise ValueError(
            f"Y holds {Y[strange][0]:g}, expected only 0 and 1, the two classes; to make one class "
            f"out of a label try (Y == {Y[strange][0]:g}).astype(float)"
        )


def check_classes(probs):
    """Raise unless `probs` is a matrix of finite numbers."""
    check_matrix("probs", probs, meaning="one column per example")
    check_finite("probs", probs, ": NaN belongs to no class")


def check_probabilities(Y_hat):
    """Raise unless Y_hat is a (1, m) array of numbers from 0 to 1."""
    check_matrix("Y_hat", Y_hat, 1, None, "one row, one probability per example")
    check_finite("Y_hat", Y_hat)
    outside = (Y_hat < 0) | (Y_hat > 1)
    if outside.any():
        raise ValueError(
            f"Y_hat holds {Y_hat[outside][0]:g}, expected probabilities from 0 to 1: "
            "the output A of a sigmoid layer, not its Z"
        )


def check_prediction(Y_hat, Y):
    """Raise unless Y_hat holds probabilities and Y a label for each of them."""
    check_probabilities(Y_hat)
    check_labels(Y, Y_hat.shape[1])


def check_slope(dA, Z):
    """Raise unless dA and Z hold numbers and have the same shape."""
    check_numbers("dA", dA)
    check_numbers("Z", Z)
    check_same_shape("dA", dA, "Z", Z)


def check_rate(learning_rate):
    """Raise unless the learning rate is a finite number above 0."""
    rate = _finite_number("learning_rate", learning_rate, "above 0, such as 0.01")
    if not rate > 0:
        raise ValueError(
            f"learning_rate is {learning_rate}, expected a finite number above 0, such as 0.01"
        )


def check_strength(l2):
    """Raise unless the strength of the weights' own cost is a finite number, 0 or more."""
    strength = _finite_number("l2", l2, "0 or more, such as 0.001")
    if strength < 0:
        raise ValueError(f"l2 is {l2}, expected a finite number 0 or more, such as 0.001")


def _finite_number(name, value, wanted):
    """Return a number as a float, and raise if it is none, or not finite."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} is {value!r}, expected a number {wanted}")
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = np.inf
    if not np.isfinite(number):
        raise ValueError(f"{name} is {value}, expected a finite number {wanted}")
    return number


def check_whole(name, value, least=1):
    """Raise unless `value` is a whole number (int), `least` or more."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {value!r}, expected a whole number, {least} or more")
    if value < least:
        raise ValueError(f"{name} is {value}, expected a whole number, {least} or more")


def check_steps(n, learning_rate):
    """Raise unless n steps can be taken at this rate."""
    check_whole("n", n)
    check_rate(learning_rate)


def check_seed(seed):
    """Raise unless RandomState takes the seed."""
    check_whole("seed", seed, least=0)
    if seed > 2**32 - 1:
        raise ValueError(f"seed is {seed}, expected a whole number from 0 to {2**32 - 1}")


def check_choice(name, value, table):
    """Raise unless `value` is one of the names in a table."""
    if not isinstance(value, str) or value not in table:
        choices = ", ".join(repr(choice) for choice in table)
        raise ValueError(f"{name} is {value!r}, expected one of {choices}")


def check_functions(**functions):
    """Raise unless each is a function, or None."""
    for name, value in functions.items():
        if value is not None and not callable(value):
            raise TypeError(f"{name} is {value!r}, expected a function")


def check_batches(batch_size, m, dtype):
    """Raise unless m examples can be cut into such batches, and kept as such numbers."""
    if batch_size is not None:
        check_whole("batch_size", batch_size)
        if batch_size > m:
            raise ValueError(f"batch_size is {batch_size}, expected at most {m}, all the examples")
    kinds = None, "float32", "float64", np.float32, np.float64
    if isinstance(dtype, (np.ndarray, np.generic)) or dtype not in kinds:
        raise ValueError(f"dtype is {dtype!r}, expected np.float32 or np.float64")


def all_finite(arrays):
    """Return True if no array holds NaN or infinity."""
    return all(np.isfinite(array).all() for array in arrays)


def divergence_sentence(epoch, learning_rate, unit="epoch"):
    """Say at which epoch (or step) training broke off, why, and what to try."""
    if epoch == 0:
        return (
            f"Training stopped at {unit} 0, because the predictions overflow from the very "
            "start.\nScale X to values around 1, or start from smaller parameters."
        )
    return (
        f"Training diverged at {unit} {epoch}: at learning rate {learning_rate:g} the steps grew "
        "until numbers overflowed.\nIt stopped with the last finite parameters. Try a tenth of the "
        "rate, or scale X to values around 1."
    )
