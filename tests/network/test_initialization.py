"""Initialization: the article's numbers, spreads, shapes, seeds, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import init_layers
from nnlib.architecture import dense_architecture

SCHEMES = ["small", "he", "xavier", "zeros"]
SIZES = st.lists(st.integers(1, 8), min_size=2, max_size=6)


def test_the_small_scheme_gives_the_articles_numbers():
    # RandomState(2).randn() begins so; W is filled before b, row by row, layer by layer.
    params_values = init_layers(dense_architecture([2, 2, 1]), seed=2)
    drawn = [params_values[key].ravel() for key in ("W1", "b1", "W2", "b2")]
    expected = [-0.041675785, -0.005626683, -0.213619610, 0.164027081, -0.179343559]
    expected += [-0.084174737, 0.050288142, -0.124528809, -0.105795222]
    np.testing.assert_allclose(np.concatenate(drawn), expected, atol=5e-10)


@pytest.mark.parametrize("scheme, spread", [("he", np.sqrt(2 / 3)), ("xavier", np.sqrt(2 / 5))])
def test_a_scheme_scales_the_same_draws_by_its_spread_and_starts_biases_at_zero(scheme, spread):
    # The first draws are the small scheme's, which are spread by 0.1.
    small = init_layers(dense_architecture([3, 2, 1]), seed=5)
    params_values = init_layers(dense_architecture([3, 2, 1]), seed=5, scheme=scheme)
    np.testing.assert_allclose(params_values["W1"], small["W1"] / 0.1 * spread, rtol=1e-12)
    np.testing.assert_array_equal(params_values["b1"], np.zeros((2, 1)))


@pytest.mark.parametrize(
    "scheme, spread", [("small", 0.1), ("he", np.sqrt(2 / 100)), ("xavier", np.sqrt(2 / 500))]
)
def test_many_weights_have_the_spread_of_their_scheme(scheme, spread):
    W = init_layers(dense_architecture([100, 400, 1]), scheme=scheme)["W1"]
    assert W.std() == pytest.approx(spread, rel=0.02)
    assert abs(W.mean()) < 0.02 * spread


def test_the_zeros_scheme_gives_zeros():
    params_values = init_layers(dense_architecture([3, 2, 1]), scheme="zeros")
    assert all((values == 0).all() for values in params_values.values())


@pytest.mark.parametrize("scheme", SCHEMES)
@given(sizes=SIZES, seed=st.integers(0, 2**32 - 1))
def test_every_layer_gets_its_shapes_and_the_same_seed_the_same_numbers(scheme, sizes, seed):
    nn_architecture = dense_architecture(sizes)
    params_values = init_layers(nn_architecture, seed, scheme)
    shapes = {}
    for l in range(1, len(sizes)):
        shapes |= {f"W{l}": (sizes[l], sizes[l - 1]), f"b{l}": (sizes[l], 1)}
    assert {key: values.shape for key, values in params_values.items()} == shapes
    assert {values.dtype for values in params_values.values()} == {np.dtype(float)}
    np.testing.assert_equal(init_layers(nn_architecture, seed, scheme), params_values)


@pytest.mark.parametrize("scheme", ["small", "he", "xavier"])
def test_another_seed_gives_other_numbers(scheme):
    first, second = (init_layers(dense_architecture([2, 1]), seed, scheme) for seed in (0, 1))
    assert not np.isclose(first["W1"], second["W1"]).any()


def test_the_seed_is_99_and_the_scheme_small_unless_said_otherwise():
    nn_architecture = dense_architecture([2, 3, 1])
    expected = init_layers(nn_architecture, seed=99, scheme="small")
    np.testing.assert_equal(init_layers(nn_architecture), expected)


def test_a_numpy_integer_is_a_seed_and_a_size():
    sizes = np.array([2, 3, 1])
    expected = init_layers(dense_architecture([2, 3, 1]), seed=2)
    np.testing.assert_equal(init_layers(dense_architecture(sizes), seed=np.int64(2)), expected)


def test_the_architecture_is_left_as_it_is(unchanged):
    nn_architecture = dense_architecture([2, 3, 1])
    with unchanged(nn_architecture):
        init_layers(nn_architecture)


def test_a_wrong_architecture_is_refused(refuses, bad_architecture):
    wrong, error, words = bad_architecture
    refuses(error, words, init_layers, wrong)


def test_a_wrong_seed_is_refused(refuses, good, bad_seed):
    wrong, error, words = bad_seed
    refuses(error, words, init_layers, good.nn_architecture, seed=wrong)


def test_an_unknown_scheme_is_refused(refuses, good, bad_scheme):
    wrong, error, words = bad_scheme
    refuses(error, words, init_layers, good.nn_architecture, scheme=wrong)
