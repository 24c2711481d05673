"""Answers as learners write them, right and wrong, for every exercise: what is said to them."""
# ruff: noqa: E501  (learners' lines are as long as they are)

import linecache
import math
import re

import numpy as np
import pytest

import nnlib as mine
from classroom.practice.catalogue import EXERCISES
from classroom.practice.checking import examine

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::SyntaxWarning")

# (exercise, what was written, a regular expression for what has to be said)
WRONG = [
    ("one_unit", "return w1 * x1 + w2 + x2 + b", r"added|\*"),
    ("one_unit", "return (w1 * x1 + w2 * x2 + b) / 2", r"half|2 too many|divided|0\.5 times"),
    (
        "one_unit",
        "first = w1 * x1\nsecond = 100 * 3\nreturn first + second + 7",
        r"Both gaps are right for the example only",
    ),
    (
        "one_unit",
        "first = w1 * x1\nsecond = 300\nreturn first + second + b",
        r"second product is right for the example only",
    ),
    ("one_unit", "return w1 * x1 + w2 * x2 + 7", r"bias of the example only"),
    ("sigmoid", "below = np.exp(Z)\nreturn 1 / below", r"This is 1 / e\^Z"),
    (
        "sigmoid",
        "below = 1 / (1 + np.exp(-Z))\nreturn 1 / below",
        r"the line with return divides 1 by it",
    ),
    ("one_unit", "return round(w1 * x1 + w2 * x2 + b)", r"round|whole"),
    ("share_right", "return np.median(answers == labels)", r"median|mean|middle|rounded"),
    (
        "share_right",
        "return np.sum(answers == labels) / (len(labels) - 1)",
        r"len|one (smaller|less)|- 1",
    ),
    ("share_right", "return np.sum(answers == labels[0]) / len(labels)", r"every|each|place"),
    (
        "plane_grid",
        "a = np.linspace(x_min, x_max, steps + 1)\nu = np.linspace(y_min, y_max, steps + 1)\nreturn np.meshgrid(a, u)",
        r"steps",
    ),
    (
        "parameter_shapes",
        "d = {}\nfor l, layer in enumerate(nn_architecture):\n"
        "    d['W' + l] = (layer['output_dim'], layer['input_dim'])\n    d['b' + l] = (layer['output_dim'], 1)\nreturn d",
        r"joined|str\(|f\"W",
    ),
    (
        "parameter_shapes",
        "d = {}\nfor l, layer in enumerate(nn_architecture, 1):\n"
        "    d[f'w{l}'] = (layer['output_dim'], layer['input_dim'])\n    d[f'b{l}'] = (layer['output_dim'], 1)\nreturn d",
        r"capital|upper",
    ),
    (
        "parameter_shapes",
        "d = {}\nfor l in range(1, len(nn_architecture)):\n    layer = nn_architecture[l - 1]\n"
        "    d[f'W{l}'] = (layer['output_dim'], layer['input_dim'])\n    d[f'b{l}'] = (layer['output_dim'], 1)\nreturn d",
        r"last layer",
    ),
    (
        "init_layers",
        "rng = np.random.RandomState(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n"
        "    p['W{l}'] = rng.randn(layer['output_dim'], layer['input_dim']) * 0.1\n"
        "    p['b{l}'] = rng.randn(layer['output_dim'], 1) * 0.1\nreturn p",
        r"f before the quotes",
    ),
    (
        "init_layers",
        "rng = np.random.RandomState(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n"
        "    p[f'W{l}'] = rng.uniform(-0.1, 0.1, (layer['output_dim'], layer['input_dim']))\n"
        "    p[f'b{l}'] = rng.uniform(-0.1, 0.1, (layer['output_dim'], 1))\nreturn p",
        r"uniform|normal",
    ),
    (
        "init_layers",
        "np.random.seed(99)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n"
        "    p[f'W{l}'] = np.random.randn(layer['output_dim'], layer['input_dim']) * 0.1\n"
        "    p[f'b{l}'] = np.random.randn(layer['output_dim'], 1) * 0.1\nreturn p",
        r"seed",
    ),
    (
        "he_weights",
        "return np.random.RandomState(seed).randn(n_out, n_in) * math.sqrt(2) / n_in",
        r"root",
    ),
    (
        "he_weights",
        "return np.random.RandomState(seed).normal(0, 2 / n_in, (n_out, n_in))",
        r"root",
    ),
    (
        "he_weights",
        "r = np.sqrt(6 / n_in)\nreturn np.random.RandomState(seed).uniform(-r, r, (n_out, n_in))",
        r"normal|uniform",
    ),
    (
        "weights_of_every_layer",
        "rng = np.random.RandomState(seed)\nreturn [0.1 * rng.randn(sizes[l - 1], sizes[l]) for l in range(1, len(sizes))]",
        r"side|turn|row|places",
    ),
    (
        "weights_of_every_layer",
        "rng = np.random.RandomState(seed)\nreturn [0.1 * rng.randn(sizes[l], sizes[l - 1]) for l in range(1, len(sizes) - 1)]",
        r"last|too early",
    ),
    ("sigmoid", "return 1 / (1 + math.e ** -np.abs(Z))", r"abs|sign"),
    (
        "sigmoid",
        "return np.vectorize(lambda z: 1 / (1 + math.exp(-z)))(Z).astype(int)",
        r"fraction|whole",
    ),
    ("sigmoid", "return 1 / (1 + np.exp ^ (-Z))", r"\*\*|power|exp\(|without its brackets"),
    ("relu", "return np.vectorize(lambda z: 0 if z < 0 else z)(Z)", r"vectorize"),
    ("relu", "return Z * (Z > 1)", r"1 |0"),
    ("relu", "return np.maximum(Z, 0) ** 2", r"squared"),
    ("relu", "return [max(0, z) for z in Z[0]]", r"list"),
    ("sigmoid_backward", "s = my_sigmoid(Z)\nreturn dA * s * 1 - s", r"bracket"),
    ("sigmoid_backward", "s = my_sigmoid(Z)\nreturn dA @ s * (1 - s)", r"entry|own place|\*"),
    (
        "sigmoid_backward",
        "s = 1 / (1 + math.exp(-Z))\nreturn dA * s * (1 - s)",
        r"np\.exp|single number",
    ),
    ("relu_backward", "return dA * (Z >= 0)", r"corner|> 0"),
    ("relu_backward", "return np.where(Z > 0, dA, -dA)", r"0"),
    ("relu_backward", "return np.maximum(dA, 0) * (Z > 0)", r"below 0|sign|dA"),
    (
        "melted",
        "W, b = weights[0], biases[0]\nfor i in range(1, len(weights)):\n    W = weights[i] @ W\n    b = weights[i] @ b + biases[i]\nreturn b, W",
        r"order",
    ),
    (
        "melted",
        "W, b = weights[0], biases[0]\nfor i in range(1, len(weights)):\n    W = weights[i] * W\n    b = weights[i] * b + biases[i]\nreturn W, b",
        r"@",
    ),
    ("relu_backward_in_place", "dZ = dA.copy()\ndZ[Z < 0] = 0\nreturn dZ", r"corner|<=|exactly"),
    ("relu_unit", "return max(0, np.dot(w, x) - b)", r"subtract|minus|added|opposite sign"),
    ("relu_unit", "return max(0, sum(x * w))", r"bias"),
    ("relu_unit", "return np.tanh(np.dot(w, x) + b)", r"tanh|ReLU|bend|max"),
    (
        "single_layer_forward_propagation",
        "Z = np.multiply(W_curr, A_prev) + b_curr\nreturn (mine.relu(Z) if activation == 'relu' else mine.sigmoid(Z)), Z",
        r"@",
    ),
    (
        "single_layer_forward_propagation",
        "Z = W_curr @ A_prev + b_curr\nA = mine.relu(Z) if activation == 'relu' else np.tanh(Z)\nreturn A, Z",
        r"tanh|sigmoid",
    ),
    (
        "full_forward_propagation",
        "memory = {}\nA = X\nfor l in range(1, len(nn_architecture)):\n    memory[f'A{l-1}'] = A\n"
        "    A, memory[f'Z{l}'] = my_single_layer_forward_propagation(A, params_values[f'W{l}'], params_values[f'b{l}'], nn_architecture[l-1]['activation'])\nreturn A, memory",
        r"last layer",
    ),
    (
        "full_forward_propagation",
        "memory = {}\nA = X\nfor l, layer in enumerate(nn_architecture, 1):\n    memory[f'A{l-1}'] = A\n"
        "    A, memory[f'Z{l}'] = my_single_layer_forward_propagation(A, params_values['W' + l], params_values['b' + l], layer['activation'])\nreturn A, memory",
        r"joined|f\"W",
    ),
    (
        "units_with",
        "return len([u for u in nn_architecture if u['activation'] == activation])",
        r"layers|output_dim|units",
    ),
    (
        "units_with",
        "return sum(u['input_dim'] for u in nn_architecture if u['activation'] == activation)",
        r"input_dim|output_dim",
    ),
    (
        "get_cost_value",
        "return -np.mean(Y * math.log(Y_hat) + (1 - Y) * math.log(1 - Y_hat))",
        r"np\.log|every entry|single",
    ),
    (
        "get_cost_value",
        "return -np.mean(Y * np.log(Y_hat) - (1 - Y) * np.log(1 - Y_hat))",
        r"subtracted|minus|added|\+",
    ),
    (
        "get_cost_value",
        "return -np.median(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))",
        r"median|middle",
    ),
    (
        "get_cost_value",
        "prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))\nreturn np.sum(prices) / Y.shape",
        r"divided by both",
    ),
    (
        "get_cost_value",
        "prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))\nreturn np.sum(prices) / 3",
        r"right for three examples only",
    ),
    (
        "get_cost_value",
        "prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))\nreturn np.sum(prices) / Y",
        r"labels themselves",
    ),
    (
        "get_cost_value",
        "prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))\nreturn np.sum(prices) / Y_hat",
        r"predictions themselves",
    ),
    (
        "get_cost_value",
        "prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))\nreturn np.sum(prices) / prices",
        r"prices themselves",
    ),
    (
        "get_cost_value",
        "prices = -(Y * np.log(Y_hat) + (1 - Y) * np.log(1 - Y_hat))\nreturn np.sum(prices) / np.sum(Y)",
        r"of class 1 only",
    ),
    ("convert_prob_into_class", "return np.where(probs > 0.5, 1, 0) == 1", r"True"),
    ("convert_prob_into_class", "return np.ceil(probs)", r"0\.5|> 0|up"),
    ("get_accuracy_value", "return np.mean(Y_hat == Y)", r"class"),
    (
        "get_accuracy_value",
        "return np.sum((Y_hat > 0.5) == Y) / len(Y)",
        r"len|rows|columns|how many",
    ),
    ("get_accuracy_value", "return round(np.mean((Y_hat > 0.5) == Y), 1)", r"round"),
    (
        "guarded_cost",
        "P = np.clip(Y_hat, 1e-15, 1 - 1e-15)\nreturn -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P))",
        r"sum|mean|divi",
    ),
    (
        "guarded_cost",
        "P = np.clip(Y_hat, 0.1, 0.9)\nreturn -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))",
        r"0\.1|too",
    ),
    ("slope_by_difference", "return (f(x + h) - f(x - h)) / h * 2", r"bracket|h\b"),
    ("slope_by_difference", "return (f(x + h) + f(x - h)) / (2 * h)", r"added|subtract|minus"),
    ("slope_by_difference", "return abs(f(x + h) - f(x - h)) / (2 * h)", r"abs|sign"),
    (
        "single_layer_backward_propagation",
        "m = A_prev.shape[1]\ndZ = (mine.relu_backward if activation == 'relu' else mine.sigmoid_backward)(dA_curr, Z_curr)\n"
        "return np.dot(W_curr.T, dZ), dZ * A_prev.T / m, dZ.sum(axis=1, keepdims=True) / m",
        r"@",
    ),
    (
        "single_layer_backward_propagation",
        "m = A_prev.shape[0]\ndZ = (mine.relu_backward if activation == 'relu' else mine.sigmoid_backward)(dA_curr, Z_curr)\n"
        "return W_curr.T @ dZ, dZ @ A_prev.T / m, np.mean(dZ, axis=1, keepdims=True)",
        r"rows|columns|examples",
    ),
    (
        "full_backward_propagation",
        "g = {}\nL, m = len(nn_architecture), Y.shape[1]\ndZ = Y_hat - Y\ng[f'dW{L}'] = dZ @ memory[f'A{L-1}'].T / m\n"
        "g[f'db{L}'] = dZ.mean(axis=1, keepdims=True)\ndA = params_values[f'W{L}'].T @ dZ\nfor l in range(L, 0, -1):\n"
        "    dA, dW, db = my_single_layer_backward_propagation(dA, params_values[f'W{l}'], params_values[f'b{l}'], memory[f'Z{l}'], memory[f'A{l-1}'], nn_architecture[l-1]['activation'])\n"
        "    g[f'dW{l}'], g[f'db{l}'] = dW, db\nreturn g",
        r"loop|L - 1|shape|range|again",
    ),
    (
        "single_layer_backward_propagation",
        "dZ = dA_curr * mine.relu_backward(dA_curr, Z_curr) if activation == 'relu' else dA_curr * mine.sigmoid_backward(dA_curr, Z_curr)\nreturn W_curr.T @ dZ, dZ @ A_prev.T / A_prev.shape[1], dZ.mean(axis=1, keepdims=True)",
        r"\| dA_curr is multiplied in twice",
    ),
    (
        "single_layer_backward_propagation",
        "dZ = dA_curr * mine.relu_backward(dA_curr, Z_curr) if activation == 'relu' else mine.sigmoid_backward(dA_curr, Z_curr)\nreturn W_curr.T @ dZ, dZ @ A_prev.T / A_prev.shape[1], dZ.mean(axis=1, keepdims=True)",
        r"With ReLU, dA_curr is multiplied in twice",
    ),
    (
        "single_layer_backward_propagation",
        "dZ = mine.relu_backward(dA_curr, Z_curr) if activation == 'relu' else dA_curr * mine.sigmoid_backward(dA_curr, Z_curr)\nreturn W_curr.T @ dZ, dZ @ A_prev.T / A_prev.shape[1], dZ.mean(axis=1, keepdims=True)",
        r"With the sigmoid, dA_curr is multiplied in twice",
    ),
    (
        "single_layer_backward_propagation",
        "dZ = dA_curr + mine.relu_backward(dA_curr, Z_curr) if activation == 'relu' else dA_curr + mine.sigmoid_backward(dA_curr, Z_curr)\nreturn W_curr.T @ dZ, dZ @ A_prev.T / A_prev.shape[1], dZ.mean(axis=1, keepdims=True)",
        r"added dA_curr",
    ),
    ("last_layer_dZ", "return np.sign(Y_hat - Y)", r"sign"),
    ("last_layer_dZ", "return (Y_hat - Y) ** 2", r"squared"),
    ("step", "return w - learning_rate + slope", r"multipl"),
    ("step", "return w - 0.1 * slope", r"learning_rate|0\.1"),
    (
        "update",
        "n = {}\nfor l in range(1, len(nn_architecture) + 1):\n"
        "    n['W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\n"
        "    n['b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nreturn n",
        r"f before the quotes",
    ),
    (
        "update",
        "return {k: v - 0.01 * grads_values['d' + k] for k, v in params_values.items()}",
        r"rate|0\.01",
    ),
    (
        "update",
        "n = params_values\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'W{l}'] = params_values[f'W{l}'] + learning_rate * grads_values[f'dW{l}']\n    n[f'b{l}'] = params_values[f'b{l}'] + learning_rate * grads_values[f'db{l}']\nreturn n",
        r"every parameter climbs.*overwritten",
    ),
    (
        "update",
        "n = params_values\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'W{l}'] = params_values[f'W{l}'] + learning_rate * grads_values[f'dW{l}']\n    n[f'b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nreturn n",
        r"weights climb.*overwritten",
    ),
    (
        "update",
        "n = params_values\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\n    n[f'b{l}'] = params_values[f'b{l}'] + learning_rate * grads_values[f'db{l}']\nreturn n",
        r"biases climb.*overwritten",
    ),
    (
        "update",
        "n = {}\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\nn[f'b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nreturn n",
        r"Only the last layer gets a new b",
    ),
    (
        "update",
        "n = params_values\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nn[f'W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\nreturn n",
        r"Only the last layer gets a new W.*overwritten",
    ),
    (
        "update",
        "n = params_values\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'W{l}'] = params_values[f'W{l}'] + learning_rate * grads_values[f'dW{l}']\n    n[f'b{l}'] = params_values[f'b{l}'] + learning_rate * grads_values[f'db{l}']\n    return n",
        r"return stand inside.*climbs.*overwritten",
    ),
    (
        "update",
        "n = params_values\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'b{l}'] = params_values[f'b{l}'] + learning_rate * grads_values[f'db{l}']\nreturn n",
        r"line for W is missing.*biases climb.*overwritten",
    ),
    ("update", "n = {}\nreturn n", r"loop is missing"),
    (
        "update",
        "n = {}\nn[f'W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\nn[f'b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nreturn n",
        r"begins with for is missing",
    ),
    (
        "update",
        "n = {}\nn[f'W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\nfor l in range(1, len(nn_architecture) + 1):\n    n[f'b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nreturn n",
        r"above the loop",
    ),
    (
        "update",
        "for l in range(1, len(nn_architecture) + 1):\n    new_params[f'W{l}'] = params_values[f'W{l}'] - learning_rate * grads_values[f'dW{l}']\n    new_params[f'b{l}'] = params_values[f'b{l}'] - learning_rate * grads_values[f'db{l}']\nreturn new_params",
        r"new dict is missing",
    ),
    (
        "training_step",
        "p, mem = mine.full_forward_propagation(X, params_values, nn_architecture)\n"
        "g = mine.full_backward_propagation(p, Y, mem, params_values, nn_architecture)\n"
        "return mine.update(params_values, g, nn_architecture, learning_rate), np.mean((p - Y) ** 2)",
        r"squared|cost",
    ),
    (
        "two_layer_step",
        "m = X.shape[1]\nZ1 = W1 @ X + b1\nA1 = mine.relu(Z1)\np = mine.sigmoid(W2 @ A1 + b2)\ndZ2 = p - Y\n"
        "W2 = W2 - learning_rate * dZ2 @ A1.T / m\nb2 = b2 - learning_rate * dZ2.mean(axis=1, keepdims=True)\n"
        "dZ1 = mine.relu_backward(W2.T @ dZ2, Z1)\nW1 = W1 - learning_rate * dZ1 @ X.T / m\n"
        "b1 = b1 - learning_rate * dZ1.mean(axis=1, keepdims=True)\nreturn W1, b1, W2, b2",
        r"moved|old|new|before",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c = mine.get_cost_value(p, Y)\n    a = mine.get_accuracy_value(p, Y)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"cost_history is a number, expected a list with 1 entry",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c = mine.get_cost_value(p, Y)\n    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"Only the last cost.*append",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n    a = mine.get_accuracy_value(p, Y)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"Only the last accuracy.*append",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"Both lists are still empty.*append",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"costs never get into their list",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c += mine.get_cost_value(p, Y)\n    a += mine.get_accuracy_value(p, Y)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"joins two lists",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c[_] = mine.get_cost_value(p, Y)\n    a[_] = mine.get_accuracy_value(p, Y)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"no places yet",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc = a = []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"single list here, and it has two names",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nc.append(mine.get_cost_value(p, Y))\na.append(mine.get_accuracy_value(p, Y))\nreturn P, c, a",
        r"append stand below the loop",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 99)\nc, a = [], []\nfor _ in range(epochs):\n"
        "    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n"
        "    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n"
        "    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"seed|2|start",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs - 1):\n"
        "    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n"
        "    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n"
        "    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"one round|epoch|last",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n"
        "    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n"
        "    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n"
        "    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn c, a, P",
        r"order",
    ),
    (
        "standardize",
        "m, s = X_train.mean(axis=1, keepdims=True), X_train.var(axis=1, keepdims=True)\nreturn (X_train - m) / s, (X_test - m) / s",
        r"variance|root|std",
    ),
    (
        "standardize",
        "m, s = X_train.mean(), X_train.std()\nreturn (X_train - m) / s, (X_test - m) / s",
        r"row|feature|axis",
    ),
    (
        "standardize",
        "m, s = X_train.min(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)\nreturn (X_train - m) / s, (X_test - m) / s",
        r"min|mean|smallest",
    ),
    (
        "mini_batch",
        "n = X.shape[1] // batch_size\ns = epoch % n * batch_size\nreturn Y[:, s:s + batch_size], X[:, s:s + batch_size]",
        r"order|changed places|exchanged",
    ),
    (
        "mini_batch",
        "n = X.shape[1] // batch_size\ns = epoch % n\nreturn X[:, s:s + batch_size], Y[:, s:s + batch_size]",
        r"batch_size",
    ),
    ("keras_layer", "return W.T, b.ravel(), W @ x + b", r"examples as columns.*x comes first"),
    (
        "keras_layer",
        "return W.T, b.ravel(), np.dot(W, x) + b",
        r"examples as columns.*x comes first",
    ),
    (
        "keras_layer",
        "k = W.T\nreturn k, b.ravel(), W @ x + b.ravel()",
        r"examples as columns.*x comes first",
    ),
    ("keras_layer", "return W.T, b.ravel(), x @ W + b.ravel()", r"kernel, which is W turned over"),
    ("keras_layer", "return W, b, W @ x + b", r"b is made flat, and x comes first"),
    ("keras_layer", "return W.T, b.ravel(), x @ W.T - b.ravel()", r"subtract|minus|added"),
    ("keras_layer", "return W.T, b.ravel(), x * W.T + b.ravel()", r"@|row"),
    (
        "largest_difference",
        "return max(np.abs(ours[k] + theirs[k]).max() for k in ours)",
        r"added|subtract|minus",
    ),
    (
        "largest_difference",
        "return min(np.abs(ours[k] - theirs[k]).max() for k in ours)",
        r"min|smallest|max",
    ),
    (
        "time_per_update",
        "return seconds / epochs * np.ceil(m / batch_size)",
        r"bracket|divid|multipl",
    ),
    ("time_per_update", "return seconds / (epochs * round(m / batch_size))", r"round|ceil"),
    (
        "momentum_step",
        "v = beta * v - learning_rate * dw\nreturn v, w + v",
        r"order|changed places|exchanged",
    ),
    (
        "momentum_step",
        "v = beta * v + (1 - beta) * dw\nreturn w - learning_rate * v, v",
        r"mean|convention|other|1 - beta",
    ),
    (
        "momentum_step",
        "v = beta * v - learning_rate * dw\nreturn w + beta * v - learning_rate * dw, v",
        r"Nesterov",
    ),
    (
        "rmsprop_step",
        "s = rho * s + (1 - rho) * dw**2\nreturn s, w - learning_rate * dw / np.sqrt(s + 1e-7)",
        r"order|changed places|exchanged",
    ),
    (
        "rmsprop_step",
        "s = rho * s + (1 - rho) * dw**2\nreturn w - dw / np.sqrt(s + 1e-7), s",
        r"rate",
    ),
    (
        "adam_step",
        "v = 0.9 * v + 0.1 * dw\ns = 0.999 * s + 0.001 * dw**2\nr = learning_rate * np.sqrt(1 - 0.999**t) / (1 - 0.9**t)\nreturn w + r * v / (np.sqrt(s) + 1e-7), v, s",
        r"added|subtract|minus|climb",
    ),
    ("growth", "return (levels[back:] - levels[:-back]) / levels[:-back]", r"100|per ?cent"),
    ("growth", "return 100 * np.log(levels[back:] / levels[:-back])", r"log"),
    (
        "recession_ahead",
        "return np.array([recession[t + 1:t + 1 + horizon].min() for t in range(len(recession) - horizon)])",
        r"min|all|max",
    ),
    (
        "recession_ahead",
        "return np.array([recession[t + 1:t + 1 + horizon].sum() for t in range(len(recession) - horizon)])",
        r"sum|how many|count",
    ),
    (
        "precision_recall",
        "a = Y_hat >= threshold\nr = np.sum(a * Y)\nreturn r / a.sum(), r / Y.sum()",
        r">=|exactly|above",
    ),
    (
        "precision_recall",
        "a = Y_hat > threshold\nr = np.sum(a * Y)\nreturn r / Y.sum(), r / a.sum()",
        r"changed places|order|exchanged|other way",
    ),
    (
        "split_by_time",
        "e = first_test - horizon\nreturn X[:, :e], X[:, first_test:], Y[:, :e], Y[:, first_test:]",
        r"order",
    ),
    (
        "split_by_time",
        "e = first_test + horizon\nreturn X[:, :e], Y[:, :e], X[:, first_test:], Y[:, first_test:]",
        r"added|subtract|minus|earlier",
    ),
    ("one_unit", "return w1 * x1 - w2 * x2 + b", r"subtract|minus|added"),
    ("one_unit", "return (w1 + w2) * (x1 + x2) + b", r"own|each|first"),
    (
        "share_right",
        "n = 0\nfor a in answers:\n    if a == labels[0]:\n        n += 1\nreturn n / len(labels)",
        r"every|each|own|place",
    ),
    (
        "share_right",
        "n = 0\nfor i in range(1, len(answers)):\n    if answers[i] == labels[i]:\n        n += 1\nreturn n / len(answers)",
        r"first",
    ),
    ("share_right", "return np.sum(answers == labels) / np.sum(answers)", r"len|how many|divide"),
    (
        "plane_grid",
        "a = np.linspace(x_min, x_max, steps)\nu = np.linspace(y_min, y_max, steps)\nreturn np.meshgrid(a, u, indexing='ij')",
        r"side|turn|\.T|ij|axes",
    ),
    (
        "plane_grid",
        "a = np.arange(x_min, x_max, steps)\nu = np.arange(y_min, y_max, steps)\nreturn np.meshgrid(a, u)",
        r"shape|arange|linspace",
    ),
    (
        "parameter_shapes",
        "d = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    d[f'W_{l}'] = (layer['output_dim'], layer['input_dim'])\n    d[f'b_{l}'] = (layer['output_dim'], 1)\nreturn d",
        r"spelt|side by side",
    ),
    (
        "parameter_shapes",
        "d = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    d[f'W{l}'] = (layer['output_dim'], layer['input_dim'])\n    d[f'b{l}'] = [layer['output_dim'], layer['input_dim']]\nreturn d",
        r"bias|b\b|1",
    ),
    (
        "parameter_shapes",
        "d = {}\nfor l, layer in enumerate(nn_architecture, 2):\n    d[f'W{l}'] = (layer['output_dim'], layer['input_dim'])\n    d[f'b{l}'] = (layer['output_dim'], 1)\nreturn d",
        r"too high|counted from 1|from 1",
    ),
    (
        "init_layers",
        "rng = np.random.RandomState(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    p[f'W{l}'] = rng.randn(layer['output_dim'], layer['input_dim']) * 0.01\n    p[f'b{l}'] = rng.randn(layer['output_dim'], 1) * 0.1\nreturn p",
        r"0\.01",
    ),
    (
        "init_layers",
        "import random\nrandom.seed(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    p[f'W{l}'] = np.array([[random.gauss(0, 0.1) for _ in range(layer['input_dim'])] for _ in range(layer['output_dim'])])\n    p[f'b{l}'] = np.array([[random.gauss(0, 0.1)] for _ in range(layer['output_dim'])])\nreturn p",
        r"random",
    ),
    (
        "init_layers",
        "rng = np.random.RandomState(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    p[f'W{l}'] = rng.randn(layer['output_dim'], layer['input_dim']) + 0.1\n    p[f'b{l}'] = rng.randn(layer['output_dim'], 1) + 0.1\nreturn p",
        r"added|multipl",
    ),
    (
        "init_layers",
        "rng = np.random.RandomState(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    p[f'W{l}'] = rng.randn(layer['output_dim'], layer['input_dim']) / 0.1\n    p[f'b{l}'] = rng.randn(layer['output_dim'], 1) / 0.1\nreturn p",
        r"divid|times|0\.1",
    ),
    (
        "init_layers",
        "rng = np.random.RandomState(seed)\np = {}\nfor l, layer in enumerate(nn_architecture, 1):\n    p[f'W{l}'] = rng.randn(layer['output_dim'], layer['input_dim']) * np.sqrt(2 / layer['input_dim'])\n    p[f'b{l}'] = np.zeros((layer['output_dim'], 1))\nreturn p",
        r"He|spread|0\.1|bias",
    ),
    (
        "he_weights",
        "rng = np.random.RandomState(seed)\nreturn rng.randn(n_out, n_in) * np.sqrt(2 * n_in)",
        r"divid|multipl",
    ),
    (
        "he_weights",
        "rng = np.random.RandomState(seed)\nreturn rng.randn(n_out, n_in) * (2 / n_in) ** 2",
        r"root|square|power",
    ),
    (
        "he_weights",
        "rng = np.random.RandomState(seed)\nreturn rng.randn(n_out, n_in) + np.sqrt(2 / n_in)",
        r"added|multipl",
    ),
    (
        "he_weights",
        "rng = np.random.RandomState(seed)\nreturn abs(rng.randn(n_out, n_in)) * np.sqrt(2 / n_in)",
        r"abs|sign",
    ),
    (
        "he_weights",
        "rng = np.random.RandomState(seed)\nreturn np.sqrt(2 / n_in) * rng.randn(n_out)",
        r"last argument",
    ),
    (
        "weights_of_every_layer",
        "np.random.seed(seed)\nreturn [0.1 * np.random.rand(sizes[l], sizes[l - 1]) for l in range(1, len(sizes))]",
        r"normal|even",
    ),
    (
        "weights_of_every_layer",
        "rng = np.random.RandomState(seed)\nreturn [rng.randn(sizes[l], sizes[l - 1]) for l in range(1, len(sizes))]",
        r"0\.1",
    ),
    ("sigmoid", "return 1 / (1 + np.exp(-Z)) - 0.5", r"0\.5|subtract|1/2"),
    ("sigmoid", "return 1 / (1 + np.e * -Z)", r"\*\*|power|exp"),
    ("sigmoid", "return Z / (1 + np.abs(Z))", r"softsign|exp|e\^"),
    ("sigmoid", "return np.exp(-Z) / (1 + np.exp(-Z))", r"1 -|sign|top|mirror|minus"),
    ("sigmoid", "return 1 / (1 + np.exp(-Z[0]))", r"shape|first row|row"),
    ("relu", "return np.where(Z > 0, Z, -Z)", r"turns|abs|flatten"),
    ("relu", "return np.where(Z > 0, Z, 1)", r"\b1\b.*\b0\b"),
    ("relu", "return np.maximum(-Z, 0)", r"opposite sign|minus|-Z"),
    ("relu", "return np.heaviside(Z, 0)", r"slope|step"),
    ("relu", "return np.minimum(np.maximum(Z, 0), 6)", r"above 6|6"),
    ("relu", "if Z > 0:\n    return Z\nreturn 0", r"yes or no|entry"),
    ("sigmoid_backward", "s = my_sigmoid(Z)\nreturn s * (1 - s)", r"slope alone|dA"),
    ("sigmoid_backward", "s = my_sigmoid(dA)\nreturn Z * s * (1 - s)", r"changed places|dA"),
    ("sigmoid_backward", "s = my_relu(Z)\nreturn dA * s * (1 - s)", r"relu|sigmoid"),
    ("relu_backward", "return dA * (dA > 0)", r"sign of dA|Z"),
    ("relu_backward", "return np.where(Z > 0, dA, 1)", r"\b0\b"),
    ("relu_backward", "dZ = np.array(dA)\ndZ[Z < 0] = 0\nreturn dZ", r"corner|> 0"),
    ("relu_backward", "return dA * Z", r"Z"),
    (
        "melted",
        "W = weights[0]\nb = biases[0]\nfor i in range(1, len(weights)):\n    W = weights[i] @ W\n    b = W @ b + biases[i]\nreturn W, b",
        r"all layers so far|changed before|W",
    ),
    (
        "melted",
        "W, b = weights[-1], biases[-1]\nfor i in range(len(weights) - 2, -1, -1):\n    W, b = weights[i] @ W, weights[i] @ b + biases[i]\nreturn W, b",
        r"left side",
    ),
    ("melted", "return sum(weights), sum(biases)", r"fit|@|shape|product"),
    ("relu_backward_in_place", "dZ = dA\ndZ = np.where(Z > 0, 1, 0)\nreturn dZ", r"dA|slope"),
    (
        "relu_unit",
        "z = b\nfor j in range(len(x)):\n    z += w[j] + x[j]\nreturn max(0, z)",
        r"added|multipl",
    ),
    (
        "relu_unit",
        "z = 0\nfor j in range(len(x)):\n    z = w[j] * x[j] + b\nreturn max(0, z)",
        r"last|each",
    ),
    ("relu_unit", "return max(1, np.dot(w, x) + b)", r"\b1\b"),
    ("relu_unit", "return np.dot(w, x) + b > 0", r"yes or no|True|number"),
    (
        "single_layer_forward_propagation",
        "Z = W_curr @ A_prev - b_curr\nreturn (mine.relu(Z) if activation == 'relu' else mine.sigmoid(Z)), Z",
        r"subtract|minus|added",
    ),
    (
        "single_layer_forward_propagation",
        "Z = W_curr @ A_prev + b_curr\nreturn (mine.relu(Z) if activation == 'ReLU' else mine.sigmoid(Z)), Z",
        r"upper|sigmoid, whatever|ReLU",
    ),
    (
        "single_layer_forward_propagation",
        "Z = W_curr @ A_prev + b_curr\nA = mine.relu_backward(A_prev, Z) if activation == 'relu' else mine.sigmoid(Z)\nreturn A, Z",
        r"shape|relu",
    ),
    (
        "full_forward_propagation",
        "memory = {}\nA = X\nfor l, layer in enumerate(nn_architecture, 1):\n    memory['A{l-1}'] = A\n    A, memory['Z{l}'] = my_single_layer_forward_propagation(A, params_values[f'W{l}'], params_values[f'b{l}'], layer['activation'])\nreturn A, memory",
        r"f before",
    ),
    (
        "full_forward_propagation",
        "memory = {}\nA = X\nfor l, layer in enumerate(nn_architecture, 1):\n    memory[f'A{l-1}'] = A\n    A, memory[f'Z{l}'] = my_single_layer_forward_propagation(A, params_values[f'W{l}'], params_values[f'b{l}'])\nreturn A, memory",
        r"activation|ReLU",
    ),
    (
        "units_with",
        "n = 0\nfor layer in nn_architecture:\n    if layer['activation'] == activation:\n        n = layer['output_dim']\nreturn n",
        r"last|add|\+",
    ),
    (
        "units_with",
        "n = 0\nfor layer in nn_architecture:\n    if layer['activation'] != activation:\n        n += layer['output_dim']\nreturn n",
        r"!=|other|places",
    ),
    (
        "units_with",
        "n = 1\nfor layer in nn_architecture:\n    if layer['activation'] == activation:\n        n += layer['output_dim']\nreturn n",
        r"\b1\b|one",
    ),
    (
        "get_cost_value",
        "return -np.mean(Y * np.log(Y_hat) * (1 - Y) * np.log(1 - Y_hat))",
        r"everywhere",
    ),
    (
        "get_cost_value",
        "return -np.mean(Y + np.log(Y_hat) * (1 - Y) + np.log(1 - Y_hat))",
        r"added|multipl|changed|places",
    ),
    (
        "get_cost_value",
        "return -np.mean(np.log(Y * Y_hat) + np.log((1 - Y) * (1 - Y_hat)))",
        r"log|infinite|log of 0",
    ),
    ("get_cost_value", "return np.mean((Y - Y_hat) ** 2) / 2", r"squared"),
    ("convert_prob_into_class", "return np.floor(probs)", r"0\.5|down|cut|everywhere"),
    ("convert_prob_into_class", "return np.where(probs > 0.5, 0, 1)", r"places|way"),
    ("convert_prob_into_class", "return probs > probs.max() / 2", r"numbers|True"),
    (
        "get_accuracy_value",
        "return np.mean(my_convert_prob_into_class(Y_hat) * Y)",
        r"both 1|equal|==",
    ),
    (
        "get_accuracy_value",
        "return np.sum(my_convert_prob_into_class(Y_hat) == Y) / np.sum(Y)",
        r"examples|how many|divi|sum",
    ),
    (
        "guarded_cost",
        "P = np.clip(Y_hat, 1e-15, 1 - 1e-15)\nreturn np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))",
        r"minus|sign",
    ),
    (
        "guarded_cost",
        "P = np.clip(Y_hat, 1e-15, 1 - 1e-15)\nreturn -np.mean(Y * np.log(P))",
        r"not added",
    ),
    ("slope_by_difference", "return (f(x + h / 2) - f(x - h / 2)) / h", r"h|half"),
    ("slope_by_difference", "return (f(x + h) - f(x - h)) / (2 + h)", r"added|multipl"),
    (
        "single_layer_backward_propagation",
        "m = A_prev.shape[1]\ndZ = (mine.relu_backward if activation == 'relu' else mine.sigmoid_backward)(dA_curr, Z_curr)\nreturn W_curr.T @ dZ, dZ @ A_prev.T / m, dA_curr.sum(axis=1, keepdims=True) / m",
        r"dA_curr|dZ",
    ),
    (
        "single_layer_backward_propagation",
        "m = A_prev.shape[1]\ndZ = (mine.relu_backward if activation == 'relu' else mine.sigmoid_backward)(dA_curr, Z_curr)\nreturn W_curr.T @ dZ, A_prev @ dZ.T / m, dZ.sum(axis=1, keepdims=True) / m",
        r"side|turn|places|order",
    ),
    (
        "full_backward_propagation",
        "g = {}\nL, m = len(nn_architecture), Y.shape[1]\ndZ = Y_hat - Y\ng[f'dW{L}'] = dZ @ memory[f'A{L-1}'].T / m\ng[f'db{L}'] = np.mean(dZ)\ndA = params_values[f'W{L}'].T @ dZ\nfor l in range(L - 1, 0, -1):\n    dA, g[f'dW{l}'], g[f'db{l}'] = my_single_layer_backward_propagation(dA, params_values[f'W{l}'], params_values[f'b{l}'], memory[f'Z{l}'], memory[f'A{l-1}'], nn_architecture[l-1]['activation'])\nreturn g",
        r"array|axis",
    ),
    (
        "full_backward_propagation",
        "g = {}\nL, m = len(nn_architecture), Y.shape[1]\ndZ = Y_hat - Y\ng[f'dW{L}'] = dZ @ memory[f'A{L-1}'].T / m\ng[f'db{L}'] = dZ.mean(axis=1, keepdims=True)\ndA = params_values[f'W{L}'].T * dZ\nfor l in range(L - 1, 0, -1):\n    dA, g[f'dW{l}'], g[f'db{l}'] = my_single_layer_backward_propagation(dA, params_values[f'W{l}'], params_values[f'b{l}'], memory[f'Z{l}'], memory[f'A{l-1}'], 'sigmoid')\nreturn g",
        r"sigmoid",
    ),
    ("last_layer_dZ", "return Y_hat + Y", r"added|minus|subtract"),
    ("last_layer_dZ", "return Y_hat * (1 - Y_hat)", r"slope|Y\b"),
    ("last_layer_dZ", "return (Y_hat > 0.5) - Y", r"rounded"),
    ("step", "return w - slope * w", r"slope|rate|w stood"),
    ("step", "return w * learning_rate - slope", r"bracket|rate|multipl|places"),
    ("step", "return w - learning_rate ** slope", r"power|times|\*\*|multipl"),
    (
        "update",
        "n = {}\nfor l in range(len(nn_architecture)):\n    n[f'W{l+1}'] = params_values[f'W{l+1}'] - learning_rate * grads_values[f'dW{l+1}']\n    n[f'b{l+1}'] = params_values[f'b{l+1}'] - learning_rate * grads_values[f'dW{l+1}']\nreturn n",
        r"db|dW",
    ),
    (
        "update",
        "n = {}\nfor l in range(1, len(nn_architecture) + 1):\n    n['W' + l] = params_values['W' + l] - learning_rate * grads_values['dW' + l]\n    n['b' + l] = params_values['b' + l] - learning_rate * grads_values['db' + l]\nreturn n",
        r"joined",
    ),
    (
        "update",
        "return {k: v - learning_rate + grads_values['d' + k] for k, v in params_values.items()}",
        r"added|multipl",
    ),
    (
        "training_step",
        "p, mem = mine.full_forward_propagation(X, params_values, nn_architecture)\nc = mine.get_cost_value(Y, p)\ng = mine.full_backward_propagation(p, Y, mem, params_values, nn_architecture)\nreturn mine.update(params_values, g, nn_architecture, learning_rate), c",
        r"changed places|order|first",
    ),
    (
        "two_layer_step",
        "m = X.shape[1]\nZ1 = W1 @ X + b1\nA1 = mine.relu(Z1)\np = mine.sigmoid(W2 @ A1 + b2)\ndZ2 = p - Y\ndZ1 = mine.relu_backward(W2.T @ dZ2, Z1)\nW2 = W2 - learning_rate * dZ2 @ A1.T\nb2 = b2 - learning_rate * dZ2.sum(axis=1, keepdims=True)\nW1 = W1 - learning_rate * dZ1 @ X.T\nb1 = b1 - learning_rate * dZ1.sum(axis=1, keepdims=True)\nreturn W1, b1, W2, b2",
        r"\bm\b|mean|divi",
    ),
    (
        "two_layer_step",
        "m = X.shape[1]\nZ1 = W1 @ X + b1\nA1 = mine.relu(Z1)\np = mine.sigmoid(W2 @ A1 + b2)\ndZ2 = p - Y\ndZ1 = mine.relu_backward(W2.T @ dZ2, A1)\nW2 = W2 + learning_rate * dZ2 @ A1.T / m\nb2 = b2 + learning_rate * dZ2.mean(axis=1, keepdims=True)\nW1 = W1 + learning_rate * dZ1 @ X.T / m\nb1 = b1 + learning_rate * dZ1.mean(axis=1, keepdims=True)\nreturn W1, b1, W2, b2",
        r"added|climb|minus|sign|\+ stood",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nc.append(mine.get_cost_value(p, Y))\na.append(mine.get_accuracy_value(p, Y))\nreturn P, c, a",
        r"entry|loop|every|last round",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n    a.append(mine.get_cost_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, learning_rate)\nreturn P, c, a",
        r"accuracy|cost_history",
    ),
    (
        "train",
        "P = mine.init_layers(nn_architecture, 2)\nc, a = [], []\nfor _ in range(epochs):\n    p, mem = mine.full_forward_propagation(X, P, nn_architecture)\n    c.append(mine.get_cost_value(p, Y))\n    a.append(mine.get_accuracy_value(p, Y))\n    g = mine.full_backward_propagation(p, Y, mem, P, nn_architecture)\n    P = mine.update(P, g, nn_architecture, 0.01)\nreturn P, c, a",
        r"learning_rate|rate|0\.01",
    ),
    (
        "standardize",
        "m, s = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)\nreturn X_train - m / s, X_test - m / s",
        r"bracket",
    ),
    (
        "standardize",
        "m, s = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True, ddof=1)\nreturn (X_train - m) / s, (X_test - m) / s",
        r"ddof|n - 1|m - 1|one",
    ),
    (
        "standardize",
        "m, s = X_test.mean(axis=1, keepdims=True), X_test.std(axis=1, keepdims=True)\nreturn (X_train - m) / s, (X_test - m) / s",
        r"X_test|training",
    ),
    (
        "mini_batch",
        "n = X.shape[1] // batch_size\ns = epoch % n * batch_size\nreturn X[:, s:s + batch_size + 1], Y[:, s:s + batch_size + 1]",
        r"shape|later|one",
    ),
    (
        "mini_batch",
        "n = X.shape[1] // batch_size\ns = epochs % n * batch_size\nreturn X[:, s:s + batch_size], Y[:, s:s + batch_size]",
        r"epochs",
    ),
    ("keras_layer", "return W.T, b.ravel(), W @ x + b", r"fit|left side|x\b|@|shape"),
    ("keras_layer", "return W, b.ravel(), x @ W.T + b.ravel()", r"W went|W\.T|\.T"),
    (
        "largest_difference",
        "return max(np.abs(ours[k]).max() - np.abs(theirs[k]).max() for k in ours)",
        r"Subtract first",
    ),
    (
        "largest_difference",
        "return np.mean([np.abs(ours[k] - theirs[k]).max() for k in ours])",
        r"mean",
    ),
    ("time_per_update", "return epochs * np.ceil(m / batch_size) * seconds", r"divid|multipl"),
    ("time_per_update", "return seconds / (epochs + np.ceil(m / batch_size))", r"added|multipl"),
    (
        "momentum_step",
        "v = beta * v - dw\nreturn w + learning_rate * v, v",
        r"the rate is in the velocity",
    ),
    ("momentum_step", "v = beta * v - dw\nreturn w - learning_rate * v, v", r"one minus too many"),
    (
        "momentum_step",
        "v = learning_rate * (beta * v - dw)\nreturn w + v, v",
        r"watch the brackets",
    ),
    ("momentum_step", "v = beta * v + learning_rate * dw\nreturn w - v, v", r"uphill|minus"),
    ("momentum_step", "v = beta + v - learning_rate * dw\nreturn w + v, v", r"added|multipl"),
    ("momentum_step", "v = learning_rate * v - beta * dw\nreturn w + v, v", r"changed places|beta"),
    (
        "rmsprop_step",
        "s = rho * s + (1 - rho) * dw**2\nreturn w - learning_rate * dw / np.sqrt(s) + 1e-7, s",
        r"bracket|root|divides",
    ),
    (
        "rmsprop_step",
        "s = rho * s + 1 - rho * dw**2\nreturn w - learning_rate * dw / np.sqrt(s + 1e-7), s",
        r"bracket",
    ),
    (
        "adam_step",
        "v = 0.9 * v + 0.1 * dw\ns = 0.999 * s + 0.001 * dw**2\nr = learning_rate * np.sqrt(1 - 0.999**t) / 1 - 0.9**t\nreturn w - r * v / (np.sqrt(s) + 1e-7), v, s",
        r"bracket",
    ),
    (
        "adam_step",
        "v = 0.9 * v + 0.1 * dw\ns = 0.99 * s + 0.01 * dw**2\nr = learning_rate * np.sqrt(1 - 0.99**t) / (1 - 0.9**t)\nreturn w - r * v / (np.sqrt(s) + 1e-7), v, s",
        r"0\.99\b",
    ),
    ("growth", "return 100 * (levels[back:] - levels[:-back] / levels[:-back])", r"missing"),
    (
        "growth",
        "return 100 * (levels[:-back] / levels[back:] - 1)",
        r"upside|places|way round|earlier",
    ),
    (
        "recession_ahead",
        "return np.array([recession[t:t + horizon].max() for t in range(len(recession) - horizon)])",
        r"this quarter|itself|earlier",
    ),
    (
        "recession_ahead",
        "return np.array([recession[t + horizon] for t in range(len(recession) - horizon)])",
        r"exactly|only|any",
    ),
    (
        "precision_recall",
        "a = Y_hat < threshold\nr = np.sum(a * Y)\nreturn r / a.sum(), r / Y.sum()",
        r"small",
    ),
    (
        "precision_recall",
        "a = Y_hat > threshold\nr = np.sum(a + Y)\nreturn r / a.sum(), r / Y.sum()",
        r"added|multipl",
    ),
    (
        "split_by_time",
        "return X[:, :first_test], Y[:, :first_test], X[:, first_test + horizon:], Y[:, first_test + horizon:]",
        r"wrong side",
    ),
    (
        "split_by_time",
        "e = first_test - horizon\nreturn X[:, :e], Y[:, :e], X[:, e:], Y[:, e:]",
        r"test",
    ),
    (
        "constant_cost",
        "p = Y_test.mean()\nreturn -np.mean(Y_test * np.log(p) + (1 - Y_test) * np.log(1 - p))",
        r"peeking",
    ),
    (
        "precision_recall",
        "alarm = Y_hat > threshold\nright = np.sum(alarm * Y)\nreturn right / alarm, right / Y",
        r"just this if np\.sum were missing, in two places\.",
    ),
    (
        "precision_recall",
        "alarm = Y_hat > threshold\nright = np.sum(alarm * Y)\nreturn right / sum(alarm), right / sum(Y)",
        r"own sum.* in two places\.",
    ),
    (
        "precision_recall",
        "alarm = Y_hat > threshold\nright = sum(alarm * Y)\nreturn right / np.sum(alarm), right / np.sum(Y)",
        r"Python's own sum",
    ),
    (
        "precision_recall",
        "alarm = Y_hat > threshold\nright = np.mean(alarm == Y)\nreturn right / np.sum(alarm), right / np.sum(Y)",
        r"accuracy",
    ),
    (
        "precision_recall",
        "alarm = Y_hat > threshold\nright = np.sum(alarm * Y)\nreturn right / np.sum(alarm), right / len(Y)",
        r"len\(Y\) is 1",
    ),
    (
        "precision_recall",
        "alarm = Y_hat > threshold\nright = np.sum(alarm * Y)\nreturn right / np.mean(alarm), right / np.mean(Y)",
        r"divided by a share",
    ),
    (
        "constant_cost",
        "p = np.sum(Y_train) / len(Y_train)\nreturn -np.mean(Y_test * np.log(p) + (1 - Y_test) * np.log(1 - p))",
        r"len\(Y_train\) is 1",
    ),
    (
        "constant_cost",
        "p = sum(Y_train) / len(Y_train)\nreturn -np.mean(Y_test * np.log(p) + (1 - Y_test) * np.log(1 - p))",
        r"own sum",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn mine.get_cost_value(p, Y_test)",
        r"try np\.full.*\| .*np\.full\(Y_test\.shape, p\)",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn mine.get_cost_value(np.array([[p]]), Y_test)",
        r"one forecast",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn mine.get_cost_value(Y_test, np.full(Y_test.shape, p))",
        r"changed places",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn get_cost_value(p, Y_test)",
        r"No function has that name here: write mine\.get_cost_value",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn np.log(p) + np.log(1 - p)",
        r"labels have no say.*each with a minus",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn -np.log(p) - np.log(1 - p)",
        r"not the sum of both",
    ),
    ("constant_cost", "p = np.mean(Y_train)\nreturn -np.log(1 - p)", r"if every test label were 0"),
    ("constant_cost", "p = np.mean(Y_train)\nreturn -np.log(p)", r"if every test label were 1"),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn -(p * np.log(p) + (1 - p) * np.log(1 - p))",
        r"judged by the training labels",
    ),
    (
        "constant_cost",
        "p = np.sum(Y_train) / len(Y_train)\nreturn -np.mean(Y_test * np.log(p) + (1 - Y_test) * np.log(1 - p))",
        r"share",
    ),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn -np.sum(Y_test * np.log(p) + (1 - Y_test) * np.log(1 - p)) / Y_train.size",
        r"number of training labels",
    ),
    ("constant_cost", "p = np.mean(Y_train)\nreturn np.mean(abs(Y_test - p))", r"logarithm"),
    (
        "constant_cost",
        "p = np.mean(Y_train)\nreturn -np.mean((1 - Y_test) * np.log(1 - p))",
        r"Only the labels that are 0",
    ),
    (
        "choose_size",
        "middle = np.median(validation_costs, axis=1)\nbest = np.argmin(middle)\nreturn sizes[best], middle[best]",
        r"flatters",
    ),
    (
        "choose_size",
        "middle = np.median(validation_costs)\nbest = np.argmin(middle)\nreturn sizes[best], np.median(test_costs[best])",
        r"axis=1",
    ),
    (
        "choose_size",
        "middle = np.median(validation_costs, axis=1)\nbest = np.argmin(middle)\nreturn sizes[best], np.median(test_costs, axis=1)",
        r"medians of all sizes",
    ),
    (
        "choose_size",
        "middle = np.median(validation_costs, axis=1)\nbest = np.argmin(middle)\nreturn sizes[best], np.median(test_costs[:, best])",
        r"a column of the table|out of bounds",
    ),
    (
        "choose_size",
        "middle = np.median(validation_costs, axis=1)\nbest = np.argmin(middle)\nreturn middle.min(), np.median(test_costs[best])",
        r"np\.argmin gives its place",
    ),
    (
        "choose_size",
        "middle = np.median(validation_costs, axis=1)\nbest = np.argmin(middle)\nreturn sizes[np.argsort(middle)], np.median(test_costs[best])",
        r"Only the best one",
    ),
]

# (exercise, what was written): right, in a style of its own
RIGHT = [
    ("one_unit", "return b + np.dot((w1, w2), (x1, x2))"),
    ("share_right", "return sum(1 for a, y in zip(answers, labels) if a == y) / len(answers)"),
    (
        "plane_grid",
        "a, u = (np.linspace(*ends, num=steps) for ends in ((x_min, x_max), (y_min, y_max)))\nreturn tuple(np.meshgrid(a, u))",
    ),
    (
        "parameter_shapes",
        "d = dict()\nl = 0\nwhile l < len(nn_architecture):\n    n = nn_architecture[l]\n    l += 1\n    d.update({'W%d' % l: (n['output_dim'], n['input_dim']), 'b%d' % l: (n['output_dim'], 1)})\nreturn d",
    ),
    (
        "init_layers",
        "np.random.seed(seed)\np = {}\nfor i in range(len(nn_architecture)):\n    n = nn_architecture[i]\n    p['W' + str(i + 1)] = np.random.randn(n['output_dim'], n['input_dim']) / 10\n    p['b' + str(i + 1)] = np.random.randn(n['output_dim'], 1) / 10\nreturn p",
    ),
    (
        "he_weights",
        "r = np.random.RandomState(seed)\nreturn r.normal(loc=0.0, scale=math.sqrt(2 / n_in), size=(n_out, n_in))",
    ),
    (
        "weights_of_every_layer",
        "r = np.random.RandomState(seed)\nout = []\nfor a, b in zip(sizes[:-1], sizes[1:]):\n    out += [r.standard_normal((b, a)) * 0.1]\nreturn out",
    ),
    ("sigmoid", "return 0.5 * (1 + np.tanh(Z / 2))"),
    ("sigmoid", "return np.vectorize(lambda z: 1 / (1 + math.exp(-z)))(Z)"),
    ("relu", "return (Z + abs(Z)) / 2"),
    ("relu", "return np.clip(Z, 0, None)"),
    ("sigmoid_backward", "return dA * np.exp(-Z) / (1 + np.exp(-Z)) ** 2"),
    ("relu_backward", "return dA * np.heaviside(Z, 0)"),
    (
        "melted",
        "W = np.eye(weights[0].shape[1])\nb = np.zeros((weights[0].shape[1], 1))\nfor V, c in zip(weights, biases):\n    W, b = V @ W, V @ b + c\nreturn [W, b]",
    ),
    ("relu_unit", "z = float(np.inner(x, w)) + b\nreturn z if z > 0 else 0"),
    (
        "single_layer_forward_propagation",
        "Z = np.einsum('ij,jk->ik', W_curr, A_prev) + b_curr\nbend = {'relu': mine.relu, 'sigmoid': mine.sigmoid}[activation]\nreturn [bend(Z), Z]",
    ),
    (
        "full_forward_propagation",
        "memory, A = {'A0': X}, X\nfor l, layer in enumerate(nn_architecture, 1):\n    A, memory['Z' + str(l)] = my_single_layer_forward_propagation(A, params_values['W' + str(l)], params_values['b' + str(l)], layer['activation'])\n    if l < len(nn_architecture):\n        memory['A' + str(l)] = A\nreturn A, memory",
    ),
    (
        "units_with",
        "return sum(layer['output_dim'] * (layer['activation'] == activation) for layer in nn_architecture)",
    ),
    ("get_cost_value", "return float(np.average(-np.log(np.where(Y == 1, Y_hat, 1 - Y_hat))))"),
    ("convert_prob_into_class", "return np.ceil(probs - 0.5)"),
    ("get_accuracy_value", "return 1 - np.abs((Y_hat > 0.5) - Y).mean()"),
    (
        "guarded_cost",
        "p = np.where(Y == 1, Y_hat, 1 - Y_hat)\nreturn -np.mean(np.log(np.maximum(p, 1e-12)))",
    ),
    ("slope_by_difference", "rise = f(x + h) - f(x - h)\nrun = 2 * h\nreturn rise / run"),
    ("last_layer_dZ", "return np.subtract(Y_hat, Y)"),
    ("step", "move = -learning_rate * slope\nreturn w + move"),
    (
        "update",
        "return {k: params_values[k] - learning_rate * grads_values['d' + k] for k in params_values}",
    ),
    (
        "standardize",
        "m = np.mean(X_train, 1)[:, None]\ns = np.std(X_train, 1)[:, None]\nreturn [(T - m) / s for T in (X_train, X_test)]",
    ),
    (
        "mini_batch",
        "cuts = np.arange(0, X.shape[1] - X.shape[1] % batch_size, batch_size)\na = cuts[epoch % len(cuts)]\nreturn X[:, a:a + batch_size], Y[:, a:a + batch_size]",
    ),
    ("keras_layer", "k = np.transpose(W)\nreturn [k, b[:, 0], (W @ x.T + b).T]"),
    ("largest_difference", "return max(abs(ours[k] - theirs[k]).max() for k in theirs)"),
    ("time_per_update", "return seconds / (-(-m // batch_size) * epochs)"),
    ("momentum_step", "step = learning_rate * dw\nreturn w + beta * v - step, beta * v - step"),
    (
        "rmsprop_step",
        "s = s - (1 - rho) * (s - dw * dw)\nreturn w - learning_rate * dw * (s + 1e-7) ** -0.5, s",
    ),
    (
        "growth",
        "return np.array([100 * levels[t] / levels[t - back] - 100 for t in range(back, len(levels))])",
    ),
    (
        "recession_ahead",
        "return np.array([int(1 in recession[t + 1:t + 1 + horizon]) for t in range(len(recession) - horizon)])",
    ),
    (
        "precision_recall",
        "a = (Y_hat > threshold).ravel()\ny = Y.ravel() == 1\nreturn (a & y).sum() / a.sum(), (a & y).sum() / y.sum()",
    ),
    (
        "split_by_time",
        "cut = slice(None, first_test - horizon)\nrest = slice(first_test, None)\nreturn X[:, cut], Y[:, cut], X[:, rest], Y[:, rest]",
    ),
    (
        "constant_cost",
        "p = Y_train.mean()\nreturn -np.where(Y_test == 1, np.log(p), np.log(1 - p)).mean()",
    ),
    (
        "choose_size",
        "order = sorted(range(len(sizes)), key=lambda i: np.median(validation_costs[i]))\nreturn sizes[order[0]], np.median(test_costs, axis=1)[order[0]]",
    ),
]


def written(name, body):
    """Return the function that a cell with this body defines, as a notebook does."""
    solution = EXERCISES[name].solution
    code = solution.__code__
    arguments = list(code.co_varnames[: code.co_argcount])
    for i, default in enumerate(reversed(solution.__defaults__ or ()), start=1):
        arguments[-i] += f"={default!r}"
    inside = "\n".join(f"    {line}" for line in body.splitlines())
    text = f"def my_{name}({', '.join(arguments)}):\n{inside}\n"
    cell = f"<cell of {name} {abs(hash(text))}>"
    linecache.cache[cell] = len(text), None, text.splitlines(keepends=True), cell
    names = {"np": np, "math": math, "mine": mine}
    names |= {f"my_{other}": EXERCISES[other].solution for other in EXERCISES if other != name}
    exec(compile(text, cell, "exec"), names)
    return names[f"my_{name}"]


def said(feedback):
    """Return what is said of the fault: no numbers that came, no quoted code, no arguments."""
    lines = []
    for line in feedback.lines:
        line = re.sub(r"(it stops with \w+) in line.*", r"\1", line)
        line = re.sub(r"\s*The arguments? (was|were) .*", "", line)
        line = re.sub(r"\s*\d+ of the \d+ cases (is|are) right\.", "", line)
        line = re.sub(
            r"^with .*, \S.* is (?!an array|a list).*, expected (?!an? |numbers).*$", "", line
        )
        lines.append(line)
    return " | ".join(lines)


@pytest.mark.parametrize(("name", "body", "must"), WRONG)
def test_a_wrong_answer_is_refused_with_its_cause(name, body, must):
    feedback = examine(name, written(name, body))
    assert feedback.outcome == "not yet"
    assert re.search(must, said(feedback), re.IGNORECASE), feedback.text
    assert len(feedback.text) <= 560


@pytest.mark.parametrize(("name", "body"), RIGHT)
def test_a_right_answer_in_another_style_is_accepted(name, body):
    feedback = examine(name, written(name, body))
    assert feedback.outcome == "correct", feedback.text


def test_there_is_a_wrong_answer_to_every_exercise():
    assert {name for name, _, _ in WRONG} == set(EXERCISES)
