"""Keep trained parameters in a file, together with their architecture.

The file is NumPy's own `.npz`: one array per parameter, and the architecture as JSON text.
Nothing in it is ever run, so a file from somebody else is safe to open. What is no network, and a
path that does not end in `.npz`, is refused with a TypeError or a ValueError; a folder or file that
does not exist or cannot be written to with an OSError, such as FileNotFoundError.
"""

import json
import os
from pathlib import Path

import numpy as np

from nnlib.architecture import (
    check_architecture,
    check_finite_params,
    check_keys,
    check_params,
    parameter_names,
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
    path = _npz(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent} to write {path.name} into")
    check_architecture(nn_architecture)
    check_finite_params(params_values, nn_architecture)
    layers = [{**layer} for layer in nn_architecture]
    text = json.dumps(layers, default=int)  # NumPy's whole numbers become Python's
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(unfinished, "wb") as file:
            arrays = {key: params_values[key] for key in parameter_names(nn_architecture)}
            np.savez(file, allow_pickle=False, **arrays, **{ARCHITECTURE: np.array(text)})
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


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
            arrays = {name: file[name] for name in file.files}
    except Exception as error:  # a damaged file fails in many ways, and all mean the same
        raise ValueError(
            f"{path} cannot be read: it is damaged, cut short or no .npz file of plain numbers; "
            "expected a file written by save_params"
        ) from error
    try:
        check_keys("the file", arrays, [ARCHITECTURE])
        nn_architecture = json.loads(str(arrays.pop(ARCHITECTURE)))
        check_architecture(nn_architecture)
        check_params(arrays, nn_architecture)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(
            f"{path} does not hold a network ({error}); expected a file written by save_params"
        ) from error
    return arrays, nn_architecture


def _npz(path):
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"path is {str(path)!r}, expected a file name that ends in .npz")
    return path
