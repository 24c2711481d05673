"""Keep trained parameters in a file, together with their architecture.

The file is NumPy's own `.npz`: one array per parameter, and the architecture as JSON text.
Nothing in it is ever run, so a file from somebody else is safe to open. What is not a network
is refused with a TypeError or a ValueError, and so is a path that does not end in `.npz`. A folder
or file that does not exist or cannot be written to raises an OSError, such as FileNotFoundError.
"""

import contextlib
import json
import math
import os
import re
import stat
import time
from pathlib import Path
from secrets import token_hex

import numpy as np

from nnlib.architecture import (
    check_architecture,
    check_finite_params,
    check_keys,
    check_params,
    parameter_names,
    plain_layers,
)

ARCHITECTURE = "nn_architecture"


def save_params(path, params_values, nn_architecture):
    """Write parameters and architecture to one `.npz` file.

    Parameters
    ----------
    path : str or Path
        Ends in `.npz`; its folder must exist. A file of that name is replaced, but only once the
        new one is complete: whatever goes wrong, there is never half a file in its place.
    params_values : dict
        Only what the architecture asks for is written.
    nn_architecture : list of dict
    """
    path = Path(os.path.realpath(_npz(path)))  # a link stays, and what it points to is replaced
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent} to write {path.name} into")
    check_architecture(nn_architecture)
    check_finite_params(params_values, nn_architecture)
    text = _as_text(nn_architecture)
    _remove_leftovers(path)
    # A name of its own for each save, since several may be at work at once.
    unfinished = path.with_name(f"{path.name}.{token_hex(8)}.part")
    try:
        with open(unfinished, "xb") as file:
            arrays = {key: params_values[key] for key in parameter_names(nn_architecture)}
            np.savez(file, allow_pickle=False, **arrays, **{ARCHITECTURE: np.array(text)})
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            unfinished.chmod(stat.S_IMODE(path.stat().st_mode))
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _as_text(nn_architecture):
    """Return the layers as JSON; refuse what would not come back as it was."""
    layers = plain_layers(nn_architecture)
    for l, layer in enumerate(layers, start=1):
        for key, value in layer.items():
            with contextlib.suppress(TypeError, ValueError, RecursionError):
                if json.loads(_json({key: value})) == {key: value}:
                    continue
            raise TypeError(
                f"layer {l} holds {key!r}: {value!r}, expected what a file of text can keep: "
                "finite numbers, text, True, False, None, or lists and dicts of these"
            )
    return _json(layers)


def _json(values):
    return json.dumps(values, default=_plain, allow_nan=False)


def _plain(value):
    """Return NumPy's number as the Python number that it is."""
    number = value.item() if isinstance(value, np.generic) else None
    if isinstance(number, (bool, int, float)):
        return number
    raise TypeError


def _remove_leftovers(path):
    """Remove what saves to this path left behind when they were killed, an hour ago or more."""
    name = re.compile(re.escape(path.name) + r"\.[0-9a-f]{16}\.part")
    with contextlib.suppress(OSError):  # they only take room
        for file in path.parent.iterdir():
            if name.fullmatch(file.name) and time.time() - file.stat().st_mtime > 3600:
                file.unlink()


def load_params(path):
    """Read what `save_params` wrote.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    params_values : dict
    nn_architecture : list of dict
        A file that is damaged, cut short or not written by `save_params` is refused.
    """
    path = _npz(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}; save_params(path, …) writes one")
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            return _network(file, os.fstat(opened.fileno()).st_size)
    except _NoNetworkError as error:
        raise ValueError(
            f"{path} does not hold a network ({error}); expected a file written by save_params"
        ) from error
    except Exception as error:  # a damaged file fails in many ways, and all mean the same
        raise ValueError(
            f"{path} cannot be read: it is damaged, cut short or not an .npz file of plain "
            "numbers; expected a file written by save_params"
        ) from error


class _NoNetworkError(Exception):
    """The file is whole, but what it holds is no network."""


@contextlib.contextmanager
def _asked_of_a_network():
    try:
        yield
    except (TypeError, ValueError, RecursionError) as error:
        raise _NoNetworkError(error) from error


def _network(file, size):
    """Return parameters and architecture, and read no array before its size is known to be right.

    A small file may claim, or unfold to, arrays that fill all memory.
    """
    names = dict.fromkeys(file.files)
    with _asked_of_a_network():
        check_keys("the file", names, [ARCHITECTURE])
    _outline(file, ARCHITECTURE, size)
    text = str(file[ARCHITECTURE])
    with _asked_of_a_network():
        nn_architecture = json.loads(text)
        check_architecture(nn_architecture)
        check_keys("params_values", names, parameter_names(nn_architecture))
    keys = parameter_names(nn_architecture)
    outlines = {key: _outline(file, key, size) for key in keys}
    with _asked_of_a_network():
        check_params(outlines, nn_architecture)
    arrays = {key: file[key] for key in keys}
    with _asked_of_a_network():
        check_finite_params(arrays, nn_architecture)
    return arrays, nn_architecture


def _outline(file, name, size):
    """Return an array of the shape and type that the file tells, with nothing in it.

    What is no plain numbers or text, or claims to be larger than the whole file, is refused.
    """
    with file.zip.open(f"{name}.npy") as member:
        version = np.lib.format.read_magic(member)
        shape, _, dtype = np.lib.format.read_array_header_1_0(member)
    if version != (1, 0) or dtype.hasobject or math.prod(shape) * dtype.itemsize > size:
        raise ValueError
    return np.broadcast_to(np.empty((), dtype), shape)


def _npz(path):
    if not isinstance(path, (str, os.PathLike)) or not isinstance(os.fspath(path), str):
        raise TypeError(f"path is {path!r}, expected a file name such as 'network.npz', or a Path")
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"path is {str(path)!r}, expected a file name that ends in .npz")
    return path
