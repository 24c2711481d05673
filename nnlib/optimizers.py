"""Optimizers: four ways to turn a gradient into a step. Notebook 09.

Each rule takes one parameter array w, its gradient dw in the same shape, what the rule remembers of
earlier steps (state, None before the first), and the learning rate; it returns the new w and what
to remember. Nothing is changed in place, and nothing is checked: `train` and `Trainer` have done
that before.
"""

import numpy as np


def gradient_descent(w, dw, state, learning_rate):
    """Step against the gradient: w = w - rate * dw.

    This rule remembers nothing. `update` does the same for a whole network.
    """
    return w - learning_rate * dw, None


def momentum(w, dw, state, learning_rate, beta=0.9):
    """Keep rolling: v = beta * v - rate * dw, then w = w + v.

    The state is v, the velocity; beta is the share of it that is kept. With a constant gradient v
    grows to 1 / (1 - beta) times a plain step: 10 times with 0.9.
    Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964).
    """
    v = -learning_rate * dw if state is None else beta * state - learning_rate * dw
    return w + v, v


def rmsprop(w, dw, state, learning_rate, rho=0.9, eps=1e-7):
    """Divide by the usual size of dw: s = rho * s + (1 - rho) * dw², w = w - rate * dw / sqrt(s).

    The state is s, the running mean of dw², entry by entry; rho is the share of it that is kept.
    eps is added to s under the root, so that nothing is divided by 0.
    Source: Hinton, Srivastava, Swersky, "Neural Networks for Machine Learning", lecture 6 (2012).
    """
    s = (1 - rho) * dw**2 if state is None else rho * state + (1 - rho) * dw**2
    return w - learning_rate * dw / np.sqrt(s + eps), s


def adam(w, dw, state, learning_rate, beta1=0.9, beta2=0.999, eps=1e-7):
    """Momentum over the usual size: w = w - rate * v / sqrt(s), both freed of their start at 0.

    v = beta1 * v + (1 - beta1) * dw;  s = beta2 * s + (1 - beta2) * dw².  After t steps from 0,
    v is too small by the factor 1 - beta1^t, and s by 1 - beta2^t: the rate makes up for both.
    The state is (v, s, t). eps is added to the root, so that nothing is divided by 0.
    Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), in the form with
    the corrected rate at the end of its section 2.
    """
    v, s, t = (0, 0, 0) if state is None else state
    v = beta1 * v + (1 - beta1) * dw
    s = beta2 * s + (1 - beta2) * dw**2
    t = t + 1
    rate = learning_rate * (1 - beta2**t) ** 0.5 / (1 - beta1**t)
    return w - rate * v / (np.sqrt(s) + eps), (v, s, t)


# A new optimizer is a new row: name -> rule.
OPTIMIZERS = {
    "gradient_descent": gradient_descent,
    "momentum": momentum,
    "rmsprop": rmsprop,
    "adam": adam,
}


def optimizer_step(optimizer, params_values, grads_values, state, learning_rate):
    """Step every parameter of a network by one rule.

    Parameters
    ----------
    optimizer : str
        A name from the table, such as "adam".
    params_values, grads_values : dict
        `W1, b1, …`, which are left as they are, and `dW1, db1, …`
    state : dict
        What the rule remembers, by parameter; {} before the first step.
    learning_rate : float

    Returns
    -------
    params_values, state : dict
    """
    rule, rate = OPTIMIZERS[optimizer], float(learning_rate)
    stepped = {
        key: rule(w, grads_values[f"d{key}"], state.get(key), rate)
        for key, w in params_values.items()
    }
    return (
        {key: w for key, (w, _) in stepped.items()},
        {key: remembered for key, (_, remembered) in stepped.items()},
    )
