"""The architecture: a list with one dict per layer, and what makes it (and its parameters) valid.

Layers are counted from 1, as in W1, b1. Layer l maps `input_dim` numbers to `output_dim` numbers,
so its W has shape (output_dim, input_dim) and its b (output_dim, 1). Each public function of the
network makes one call of a check in here or in `validation`, and then computes.
"""

from nnlib.activations import ACTIVATIONS
from nnlib.optimizers import OPTIMIZERS
from nnlib.validation import (
    check_batches,
    check_choice,
    check_data,
    check_finite,
    check_functions,
    check_labels,
    check_matrix,
    check_prediction,
    check_rate,
    check_seed,
    check_strength,
    check_whole,
)

KEYS = ("input_dim", "output_dim", "activation")


def layer_numbers(nn_architecture):
    """Return the layers' numbers: 1, 2, … up to the last."""
    return range(1, len(nn_architecture) + 1)


def layer_sizes(nn_architecture):
    """Return the number of inputs and of each layer's units, such as [2, 25, 50, 1]."""
    layers = plain_layers(nn_architecture)
    return [layers[0]["input_dim"]] + [layer["output_dim"] for layer in layers]


def plain_layers(nn_architecture):
    """Return a copy of the layers with Python's own whole numbers, which cannot overflow."""
    return [
        {**layer, "input_dim": int(layer["input_dim"]), "output_dim": int(layer["output_dim"])}
        for layer in nn_architecture
    ]


def parameter_names(nn_architecture, prefix=""):
    """Return W1, b1, W2, b2, … up to the last layer's; with `prefix="d"` dW1, db1, …"""
    return [f"{prefix}{key}{l}" for l in layer_numbers(nn_architecture) for key in "Wb"]


def dense_architecture(sizes, activation="relu"):
    """Return the architecture of a classifier from its layer sizes, such as [2, 25, 50, 1].

    The first size is the number of features. The last layer gets a sigmoid, all others
    `activation`.
    """
    row = isinstance(sizes, (list, tuple, range)) or getattr(sizes, "ndim", 0) == 1
    if not row or len(sizes) < 2:
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
        check_choice(f"layer {l}: activation", layer["activation"], ACTIVATIONS)
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
    check_keys(name, params_values, parameter_names(nn_architecture, prefix))
    for l, layer in enumerate(nn_architecture, start=1):
        n_out, n_in = layer["output_dim"], layer["input_dim"]
        W, b = f"{prefix}W{l}", f"{prefix}b{l}"
        check_matrix(W, params_values[W], n_out, n_in, f"layer {l} maps {n_in} numbers to {n_out}")
        check_matrix(b, params_values[b], n_out, 1, f"one number for each unit of layer {l}")


def check_finite_params(params_values, nn_architecture):
    """Raise unless the parameters are there, in their shapes, with no NaN or infinity in them."""
    check_params(params_values, nn_architecture)
    for key in parameter_names(nn_architecture):
        check_finite(key, params_values[key])


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


def check_init(nn_architecture, seed, scheme, schemes):
    """Raise unless parameters can be drawn for this network by one of the schemes."""
    check_architecture(nn_architecture)
    check_seed(seed)
    check_choice("scheme", scheme, schemes)


def _check_weights(W_curr):
    """Raise unless W is a matrix; return n_out and n_in."""
    check_matrix("W_curr", W_curr, meaning="one row per unit, one column per input")
    check_finite("W_curr", W_curr)
    return W_curr.shape


def _check_inputs(A_prev, n_in):
    """Raise unless A_prev has a row for each column of W."""
    words = "one column per example", f"W_curr has {n_in} columns"
    check_matrix("A_prev", A_prev, n_in, None, *words)
    check_finite("A_prev", A_prev)


def check_layer(A_prev, W_curr, b_curr, activation):
    """Raise unless A_prev can go forward through this layer."""
    n_out, n_in = _check_weights(W_curr)
    _check_inputs(A_prev, n_in)
    check_matrix("b_curr", b_curr, n_out, 1, "one number per unit")
    check_choice("activation", activation, ACTIVATIONS)


def check_layer_backward(dA_curr, W_curr, b_curr, Z_curr, A_prev, activation):
    """Raise unless dA can go back through this layer."""
    n_out, n_in = _check_weights(W_curr)
    check_matrix("b_curr", b_curr, n_out, 1, "one number per unit")
    _check_inputs(A_prev, n_in)
    for name, array in [("Z_curr", Z_curr), ("dA_curr", dA_curr)]:
        meaning = "one row per unit, one column per example"
        check_matrix(name, array, n_out, A_prev.shape[1], meaning)
        check_finite(name, array)
    check_choice("activation", activation, ACTIVATIONS)


def check_pass(X, params_values, nn_architecture):
    """Raise unless X can go forward through this network."""
    check_architecture(nn_architecture)
    check_finite_params(params_values, nn_architecture)
    check_data(X, nn_architecture[0]["input_dim"])


def check_pass_backward(Y_hat, Y, memory, params_values, nn_architecture):
    """Raise unless the gradient can go back through this network."""
    check_architecture(nn_architecture)
    check_classifier(nn_architecture)
    check_finite_params(params_values, nn_architecture)
    check_prediction(Y_hat, Y)
    layers = list(enumerate(nn_architecture, start=1))
    check_keys("memory", memory, [key for l, _ in layers for key in (f"A{l - 1}", f"Z{l}")])
    for l, layer in layers:
        for key, rows in ((f"A{l - 1}", layer["input_dim"]), (f"Z{l}", layer["output_dim"])):
            check_matrix(key, memory[key], rows, Y.shape[1], "memory of the forward pass on X")


def check_update(params_values, grads_values, nn_architecture, learning_rate):
    """Raise unless there is a gradient for every parameter, and a rate."""
    check_architecture(nn_architecture)
    check_params(params_values, nn_architecture)
    check_params(grads_values, nn_architecture, prefix="d")
    check_rate(learning_rate)


def check_penalty(params_values, nn_architecture, l2, grads_values=None):
    """Raise unless these weights, and perhaps their gradients, can be given a cost of their own."""
    check_architecture(nn_architecture)
    check_params(params_values, nn_architecture)
    if grads_values is not None:
        check_params(grads_values, nn_architecture, prefix="d")
    check_strength(l2)


def check_optimizer(optimizer):
    """Raise unless `optimizer` is one of the names in the table."""
    check_choice("optimizer", optimizer, OPTIMIZERS)


def check_training(X, Y, nn_architecture, learning_rate, epochs, optimizer, l2, **functions):
    """Raise unless `train` can go ahead; each of `functions` is a function, or None."""
    _check_task(X, Y, nn_architecture, learning_rate, l2)
    check_whole("epochs", epochs)
    check_optimizer(optimizer)
    check_functions(**functions)


def check_trainer(X, Y, nn_architecture, learning_rate, optimizer, l2, batch_size, dtype, seed):
    """Raise unless a `Trainer` can be made of these."""
    _check_task(X, Y, nn_architecture, learning_rate, l2)
    check_optimizer(optimizer)
    check_batches(batch_size, X.shape[1], dtype)
    check_seed(seed)


def _check_task(X, Y, nn_architecture, learning_rate, l2):
    """Raise unless a network can be trained on these data at this rate."""
    check_architecture(nn_architecture)
    check_classifier(nn_architecture)
    check_data(X, nn_architecture[0]["input_dim"])
    check_labels(Y, X.shape[1])
    check_rate(learning_rate)
    check_strength(l2)
