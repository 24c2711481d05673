"""What is said of a name that Python does not know, or not yet."""

import linecache
import types

import numpy as np
import pytest

import nnlib
from classroom.practice.catalogue import EXERCISES
from classroom.practice.checking import examine

# As `my_functions()` makes it.
MINE = types.SimpleNamespace(relu=nnlib.relu, sigmoid=nnlib.sigmoid)
IN_02 = {"np": np, "nnlib": nnlib, "my_sigmoid": nnlib.sigmoid}
IN_03 = {"np": np, "nnlib": nnlib, "mine": MINE}
LAYER = "single_layer_forward_propagation"
IF_RELU = 'Z = W_curr @ A_prev + b_curr\nif activation == "relu":\n    return mine.relu(Z), Z\n'
SHAPES = (
    "shapes = {}",
    "for l, layer in enumerate(nn_architecture, start=1):",
    '    shapes[f"W{l}"] = (layer["output_dim"], layer["input_dim"])',
    '    shapes[f"b{l}"] = (layer["output_dim"], 1)',
    "return shapes",
)


def told(name, body, names):
    """Return what `check` says of a cell with this body, in a notebook that has some names."""
    solution = EXERCISES[name].solution
    code = solution.__code__
    arguments = list(code.co_varnames[: code.co_argcount])
    for i, default in enumerate(reversed(solution.__defaults__ or ()), start=1):
        arguments[-i] += f"={default!r}"
    text = f"def my_{name}({', '.join(arguments)}):\n" + "".join(
        f"    {x}\n" for x in body.splitlines()
    )
    cell = f"<cell {abs(hash(text))}>"
    linecache.cache[cell] = len(text), None, text.splitlines(keepends=True), cell
    made = dict(names)
    exec(compile(text, cell, "exec"), made)
    return examine(name, made[f"my_{name}"])


def sigmoid(gap):
    return "sigmoid", f"below = {gap}\nreturn 1 / below", IN_02


def commented(*lines):
    return [f"# {line}" for line in lines]


def in_order(*lines):
    return "parameter_shapes", "\n".join(lines), IN_03


NAMES = [
    (*sigmoid("1 + e**(-Z)"), "For e to the power of -Z, write np.exp(-Z)."),
    (*sigmoid("1 + e^(-Z)"), "For e to the power of -Z, write np.exp(-Z)."),
    (*sigmoid("1 + e ** -Z"), "For e to the power of -Z, write np.exp(-Z)."),
    (*sigmoid("1 + e(-Z)"), "For e to the power of x, write np.exp(x)."),
    (*sigmoid("1 + exp(-Z)"), "The np. is missing: write np.exp."),
    (*sigmoid("1 + Exp(-Z)"), "The np. is missing: write np.exp."),
    (*sigmoid("linspace(0, 1, Z)"), "The np. is missing: write np.linspace."),
    (*sigmoid("1 + math.exp(-Z)"), "write np. in the place of math"),
    (*sigmoid("1 + numpy.exp(-Z)"), "NumPy is called np here."),
    (*sigmoid("ln(Z)"), "np.log"),
    (*sigmoid("pi * Z"), "pi is np.pi."),
    (*sigmoid("true"), "with a capital: True"),
    (*sigmoid("1 + np.exp(-z)"), "The argument is called Z, spelt"),
    (*sigmoid("1 + np.exp(-x)"), "The argument is called Z, not x."),
    (*sigmoid("belo"), "Do you mean below?"),
    (*sigmoid("sigmoid(Z)"), "The function sigmoid is what you are writing here"),
    ("relu", "return sigmoid(Z)", IN_02, "Yours is called my_sigmoid, and the course's is nnlib."),
    ("relu", "return σ(Z)", IN_02, "Yours is called my_sigmoid, and"),
    ("relu", "return mine.sigmoid(Z)", IN_02, "Your own function is called my_sigmoid here."),
    (*sigmoid("mine.relu(Z)"), "by the cell with my_functions()"),
    (*sigmoid("np.sigmoid(Z)"), "NumPy has no sigmoid. Write my_sigmoid."),
    (*sigmoid("1 + np.exp"), "without its brackets"),
    ("sigmoid", "return 1 / below\nbelow = 1 + np.exp(-Z)", IN_02, "too far down. Move it up"),
    ("sigmoid", "return 1 / (1 + np.exp(-Z))", {}, "np is fetched by a cell further up"),
    ("relu", "return sigmoid(Z)", {"nnlib": nnlib}, "here. The course's is nnlib.sigmoid."),
    (LAYER, f"{IF_RELU}return sigmoid(Z), Z", IN_03, "here: write mine.sigmoid."),
    (LAYER, f"{IF_RELU}return my_sigmoid(Z), Z", IN_03, "here: write mine.sigmoid."),
    (LAYER, f"{IF_RELU}return mine.my_sigmoid(Z), Z", IN_03, "without my_: mine.sigmoid."),
    (LAYER, f"{IF_RELU}return np.sigmoid(Z), Z", IN_03, "Write mine.sigmoid."),
    (LAYER, f"{IF_RELU}return activation(Z), Z", IN_03, "activation is text"),
    (LAYER, f"{IF_RELU}return mine.activation(Z), Z", IN_03, "activation is text"),
    (LAYER, "return mine.W_curr, b_curr", IN_03, "W_curr is an argument: write it alone"),
    (LAYER, f"{IF_RELU}return A, Z", IN_03, "Nothing has given A a value"),
    (LAYER, f"{IF_RELU}return mine.sigmoid(z), Z", IN_03, "What is meant is called Z"),
    (LAYER, "Z = W @ A_prev + b", IN_03, "is called W_curr here. The arguments are A_prev, W_curr"),
    (LAYER, "Z = W_curr @ A + b", IN_03, "What is A in the formula is called A_prev here."),
    (LAYER, "Z = W_cur @ A_prev", IN_03, "Do you mean W_curr?"),
    (LAYER, "if activation == relu: return 0", IN_03, 'Then it needs quotes: "relu".'),
    (
        LAYER,
        'if activation == "relu":\n    A = A_prev\nreturn A, A',
        IN_03,
        "A gets its value in line 3, but that line is not reached in this case.",
    ),
    (
        "full_forward_propagation",
        "for l in (1, 2):\n    memory[f'A{l}'] = X",
        IN_03,
        "Begin with an empty one, in a line above the loop: memory = {}",
    ),
    ("full_forward_propagation", "costs.append(X)", IN_03, "above the loop: costs = []"),
    (
        "full_forward_propagation",
        "for l in (1, 2):\n    Z = A\n    A = A + Z",
        IN_03,
        "A has no value yet. Give it a first one in a line above",
    ),
    ("full_forward_propagation", "return W @ X", IN_03, 'under its name: params_values[f"W{l}"].'),
    ("full_forward_propagation", "update(X, memory)", IN_03, "write mine.update."),
    ("full_forward_propagation", "np.exp(X, memory)", IN_03, "know the name memory"),
    ("init_layers", "n = output_dim", IN_03, 'layer["output_dim"].'),
    ("init_layers", "rng = RandomState(seed)", IN_03, "write np.random.RandomState."),
    ("init_layers", "W = randn(2, 3)", IN_03, "write rng.randn."),
    (
        "constant_cost",
        "return np.mean(Y)",
        IN_03,
        "Which Y is meant? The arguments are Y_train and",
    ),
    ("training_step", "return X + params", IN_03, "Do you mean params_values?"),
    ("relu", "return Sigmoid(Z)", IN_02, "Yours is called my_sigmoid"),
    ("step", "return w - alpha * slope", IN_03, "write that for alpha."),
    ("step", "return w - lr * slope", IN_03, "is the argument learning_rate"),
    ("step", "return w - learningrate * slope", IN_03, "called learning_rate, spelt"),
    ("momentum_step", "return β * v, v", IN_03, "The argument is called beta"),
    ("one_unit", "return w1 * x1 + bias", IN_03, "The bias is the argument b"),
    ("one_unit", "return W1 * x1", IN_03, "The argument is called w1, spelt"),
    ("get_cost_value", "return np.sum(Y) / m", IN_03, "such as Y.shape[1]"),
    ("get_cost_value", "return np.sum(Y) / shape[1]", IN_03, "as in Y.shape."),
    ("get_cost_value", "return np.sum(Y) / Y.shape[2]", IN_03, ".shape[1] counts the columns"),
    ("share_right", "right = right + 1\nreturn right", IN_03, "The new right is made from the old"),
    (*in_order(*commented(SHAPES[0]), *SHAPES[1:]), "still a comment. Delete its #"),
    (*in_order(SHAPES[4], *SHAPES[1:4], *commented(SHAPES[0])), "use it: shapes = {}"),
    (
        *in_order(*SHAPES[1:], SHAPES[0]),
        "too far down. Move it up, above all that use it: shapes =",
    ),
    (*in_order(SHAPES[4], *SHAPES[:4]), "too far down. Move it up"),
    (
        *in_order(SHAPES[0], *commented(SHAPES[1]), *(x.strip() for x in SHAPES[2:])),
        "The line that makes layer is still a comment.",
    ),
]


@pytest.mark.parametrize(("name", "body", "names", "meaning"), NAMES)
def test_a_name_that_python_does_not_know(name, body, names, meaning):
    feedback = told(name, body, names)
    assert feedback.outcome == "not yet"
    assert meaning in feedback.lines[-1]
    assert len(feedback.text) <= 560


def test_the_arguments_are_not_named_for_a_fault_in_another_function():
    def helper(z):
        return z + W  # noqa: F821 (this is the fault)

    helper_cell = {**IN_03, "helper": helper}
    meaning = told(LAYER, "return helper(A_prev), A_prev", helper_cell).lines[-1]
    assert "W_curr" not in meaning and "does not know the name W" in meaning


def test_all_lines_in_order_but_still_comments():
    dots = "\n\n..."
    feedback = told("parameter_shapes", "\n".join(commented(*SHAPES)) + dots, IN_03)
    assert feedback.outcome == "not attempted"
    assert "still comments, and Python skips these. Delete the #" in feedback.text
    untouched = examine("parameter_shapes", EXERCISES["parameter_shapes"].stub)
    assert "change my_parameter_shapes in this cell" in untouched.text
    remark = told("parameter_shapes", "# I do not understand this yet." + dots, IN_03)
    assert "change my_parameter_shapes in this cell" in remark.text


def test_some_cases_reach_no_return():
    body = "Z = W_curr @ A_prev\nif activation == 'relu':\n    return mine.relu(Z), Z"
    text = told(LAYER, body, IN_03).text
    assert "In other cases it does return something." in text
    assert "too far to the right, under an if" in text and "end with return" not in text


def test_the_return_is_still_a_comment():
    body = "new_params = {}\n# return new_params"
    assert "A line with return is still a comment." in told("update", body, IN_03).text


def test_of_two_commented_lines_that_make_a_name_none_is_recommended():
    body = "# n = params_values\nn['W1'] = 0\n# n = {}"
    last = told("update", body, IN_03).lines[-1]
    assert last.endswith("put it above all that use it.")


def test_the_return_of_the_other_bend_under_the_if():
    text = told(LAYER, f"{IF_RELU}    return mine.sigmoid(Z), Z", IN_03).text
    assert "Nothing comes back where the bend is the sigmoid." in text


def test_every_rounded_e_is_named_whose_answers_it_explains():
    text = told(*sigmoid("1 + 2.718 ** -Z")).text
    assert "2.718 is only near e" in text and "np.exp" in text
    assert "is only near e" not in told(*sigmoid("2.718 + Z")).text


def test_a_number_where_something_has_to_be_computed():
    text = told("get_accuracy_value", "return np.sum((Y_hat > 0.5) == Y) / 4", IN_03).text
    assert "4 stands where Y.shape[1] belongs, which has other values in other cases." in text
    assert "stands where" not in told("get_accuracy_value", "return Y_hat[0, 0] + 4", IN_03).text
