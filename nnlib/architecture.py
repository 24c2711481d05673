"""The architecture: a list with one dict per layer, and what makes it (and its parameters) valid.

Layers are counted from 1, as in W1, b1. Layer l maps `input_dim` numbers to `output_dim` numbers,
so its W has shape (output_dim, input_dim) and its b (output_dim, 1).
"""

from nnlib.activations import ACTIVATIONS
from nnlib.validation import check_matrix, check_whole

KEYS = ("input_dim", "output_dim", "activation")


def check_activation(activation, where=""):
    """Raise unless `activation` is one of the names in the table of activations."""
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        choices = ", ".join(repr(name) for name in ACTIVATIONS)
        raise ValueError(f"{where}activation is {activation!r}, expected one of {choices}")


def check_architecture(nn_architecture):
    """Raise unless every layer is complete and takes what the layer before it gives."""
    if not isinstance(nn_architecture, (list, tuple)) or len(nn_architecture) == 0:
        raise TypeError(
            f"nn_architecture is {nn_architecture!r}, expected a list with one dict per layer, "
            'such as [{"input_dim": 2, "output_dim": 1, "activation": "sigmoid"}]'
        )
    for l, layer in enumerate(nn_architecture, start=1):
        if not isinstance(layer, dict):
            raise TypeError(
                f"layer {l} is {layer!r}, expected a dict with the keys {', '.join(KEYS)}; "
                "dense_architecture([2, 8, 1]) makes such a list from layer sizes"
            )
        for key in KEYS:
            if key not in layer:
                found = ", ".join(map(str, layer)) or "nothing"
                raise ValueError(
                    f"layer {l} has no {key!r}: expected {', '.join(KEYS)}; found {found}"
                )
        check_whole(f"layer {l}: input_dim", layer["input_dim"])
        check_whole(f"layer {l}: output_dim", layer["output_dim"])
        check_activation(layer["activation"], f"layer {l}: ")
        if l > 1 and layer["input_dim"] != nn_architecture[l - 2]["output_dim"]:
            given = nn_architecture[l - 2]["output_dim"]
            raise ValueError(
                f"layer {l} has input_dim {layer['input_dim']}, but layer {l - 1} has output_dim "
                f"{given}: expected the same number; try input_dim {given} in layer {l}"
            )


def check_classifier(nn_architecture):
    """Raise unless the network ends in one sigmoid unit, as the cross-entropy cost needs."""
    last = nn_architecture[-1]
    if last["output_dim"] != 1 or last["activation"] != "sigmoid":
        raise ValueError(
            f"layer {len(nn_architecture)}, the last, has output_dim {last['output_dim']} and "
            f"activation {last['activation']!r}, expected output_dim 1 and activation 'sigmoid': "
            "one unit that gives one probability"
        )


def check_params(params_values, nn_architecture, prefix=""):
    """Raise unless every layer's W and b are there, in the shapes the architecture asks for.

    With `prefix="d"` the same is asked of the gradients dW and db.
    """
    name = "grads_values" if prefix else "params_values"
    check_keys(
        name, params_values, [f"{prefix}{k}{l}" for l in count(nn_architecture) for k in "Wb"]
    )
    for l, layer in enumerate(nn_architecture, start=1):
        n_out, n_in = layer["output_dim"], layer["input_dim"]
        W, b = f"{prefix}W{l}", f"{prefix}b{l}"
        check_matrix(W, params_values[W], n_out, n_in, f"layer {l} maps {n_in} numbers to {n_out}")
        check_matrix(b, params_values[b], n_out, 1, f"one number for each unit of layer {l}")


def check_keys(name, values, keys):
    """Raise unless `values` is a dict that has all of `keys`."""
    if not isinstance(values, dict):
        raise TypeError(
            f"{name} is a {type(values).__name__}, expected a dict with the keys {keys}"
        )
    missing = [key for key in keys if key not in values]
    if missing:
        found = ", ".join(map(str, values)) or "nothing"
        raise ValueError(
            f"{name} has no {', '.join(missing)}: expected {', '.join(keys)}; found {found}"
        )


def count(nn_architecture):
    """Return the layers' numbers: 1, 2, … up to the last."""
    return range(1, len(nn_architecture) + 1)


def dense_architecture(sizes, activation="relu"):
    """Return the architecture of a classifier from its layer sizes, such as [2, 25, 50, 1].

    The first size is the number of features. The last layer gets a sigmoid, all others
    `activation`.
    """
    if isinstance(sizes, str) or not hasattr(sizes, "__len__") or len(sizes) < 2:
        raise TypeError(
            f"sizes is {sizes!r}, expected a list of at least two whole numbers, such as [2, 8, 1]"
        )
    layers = [
        {"input_dim": n_in, "output_dim": n_out, "activation": activation}
        for n_in, n_out in zip(sizes, sizes[1:], strict=False)
    ]
    layers[-1]["activation"] = "sigmoid"
    check_architecture(layers)
    return layers
