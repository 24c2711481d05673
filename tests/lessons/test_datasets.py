"""The moons, the tumours and the recorded run."""

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, make_moons
from sklearn.model_selection import train_test_split

from classroom.datasets import breast_cancer, by_hand, moons, published_run
from nnlib import full_forward_propagation, get_accuracy_value, predict, train
from nnlib.architecture import dense_architecture

ROOT = Path(__file__).resolve().parents[2]


def test_moons_are_the_articles_data_in_the_courses_shapes():
    split = moons()
    assert [part.shape for part in split] == [(2, 900), (1, 900), (2, 100), (1, 100)]
    assert [int(part.sum()) for part in split[1::2]] == [454, 46]
    assert {part.dtype for part in split} == {np.dtype(float)}
    assert all(part.flags["C_CONTIGUOUS"] for part in split)


def test_moons_and_tumours_are_scikit_learns_number_for_number():
    settings = itertools.product(
        (10, 11, 200, 1000), (0, 0.2, 0.5), (0, 100), (0.1, 0.25, 0.5), (1, 42)
    )
    for n_samples, noise, seed, test_size, split_seed in settings:
        X, y = make_moons(n_samples, noise=noise, random_state=seed)
        theirs = train_test_split(X, y, test_size=test_size, random_state=split_seed)
        ours = moons(n_samples, noise, seed, test_size, split_seed)
        check_same(ours, theirs)
    X, y = load_breast_cancer(return_X_y=True)
    theirs = train_test_split(X, 1 - y, test_size=0.2, random_state=42)
    _, Y_train, _, Y_test = ours = breast_cancer()
    mean, spread = theirs[0].mean(axis=0), theirs[0].std(axis=0)
    back = [ours.X_train * spread[:, None] + mean[:, None], Y_train]
    back += [ours.X_test * spread[:, None] + mean[:, None], Y_test]
    check_same(back, theirs, rtol=1e-9)


def check_same(ours, theirs, rtol=0):
    X_train, X_test, y_train, y_test = theirs
    for mine, other in zip(ours, (X_train.T, y_train[None], X_test.T, y_test[None]), strict=True):
        np.testing.assert_allclose(mine, other, rtol=rtol, atol=1e-12 if rtol else 0)


def test_scikit_learn_is_only_imported_for_the_tumours():
    code = "import sys; from classroom import datasets; datasets.moons(); print('sklearn' in "
    for more, loaded in [("", "False"), ("datasets.breast_cancer(); ", "True")]:
        run = subprocess.run(
            [sys.executable, "-c", f"{code.replace('print', f'{more}print')}sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        assert run.stdout.strip() == loaded


@pytest.mark.parametrize("make", [moons, breast_cancer])
@pytest.mark.parametrize("test_size", [0, 1, -0.1, 1.5, np.nan, 10])
def test_a_strange_share_to_test_with_is_refused(make, test_size):
    with pytest.raises(ValueError, match="test_size is .*expected a number above 0 and below 1"):
        make(test_size=test_size)


def test_something_is_left_to_learn_from():
    with pytest.raises(ValueError, match="test_size is 0.99: nothing would be left of 10 to learn"):
        moons(10, test_size=0.99)


def test_class_0_is_the_upper_moon():
    X, Y, *_ = moons(noise=0)
    assert X[1, Y[0] == 0].min() >= 0
    assert X[1, Y[0] == 1].max() <= 0.5


def test_moons_that_somebody_has_written_into_are_nobody_elses():
    mine = moons()
    for part in mine:
        part += 1
    assert all(np.array_equal(part, 1 + other) for part, other in zip(mine, moons(), strict=True))
    assert all(part.flags.c_contiguous and part.flags.writeable for part in moons())


def test_moons_are_the_same_every_time_and_differ_with_the_seed():
    assert all(np.array_equal(a, b) for a, b in zip(moons(), moons(), strict=True))
    assert not np.array_equal(moons().X_train, moons(seed=1).X_train)
    assert not np.array_equal(moons().X_train, moons(split_seed=1).X_train)


def test_sizes_and_seeds_are_obeyed():
    assert moons(200, test_size=0.25).X_train.shape == (2, 150)
    assert breast_cancer(test_size=0.5).X_train.shape == (30, 284)
    other = breast_cancer(split_seed=1).Y_test
    assert not np.array_equal(breast_cancer().Y_test, other)


@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf])
def test_moons_refuse_a_strange_noise(noise):
    with pytest.raises(ValueError, match="noise is .*expected a finite number, 0 or more"):
        moons(noise=noise)


def test_moons_refuse_a_strange_number_of_points():
    with pytest.raises(ValueError, match="n_samples is 3, expected a whole number, 10 or more"):
        moons(n_samples=3)


def test_tumours_are_standardised_on_the_training_part_only():
    split = breast_cancer()
    assert [part.shape for part in split] == [(30, 455), (1, 455), (30, 114), (1, 114)]
    np.testing.assert_allclose(split.X_train.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(split.X_train.std(axis=1), 1)
    assert np.abs(split.X_test.mean(axis=1)).max() > 0.01
    # 212 of the 569 tumours are malignant, which the course calls class 1.
    assert split.Y_train.sum() + split.Y_test.sum() == 212


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_train_gets_95_percent_of_held_out_tumours_right(seed):
    split, net = breast_cancer(), dense_architecture([30, 16, 1])
    trained, _, _ = train(split.X_train, split.Y_train, net, 500, 0.1, seed=seed, scheme="he")
    assert get_accuracy_value(predict(split.X_test, trained, net), split.Y_test) >= 0.95


def test_the_recorded_run_starts_and_ends_as_published():
    record = published_run()
    cost = dict(zip(record["epochs"], record["cost"], strict=True))
    seen = [round(float(cost[epoch]), 4) for epoch in (0, 1000, 3000, 9999)]
    assert seen == [0.6936, 0.6911, 0.4248, 0.0743]
    assert record["first_epoch_at_95"] == 6535
    assert record["test_accuracy"] == 0.98


def test_the_example_by_hand_gives_short_numbers():
    example = by_hand()
    Y_hat, memory = full_forward_propagation(
        example.X, example.params_values, example.nn_architecture
    )
    np.testing.assert_array_equal(memory["Z1"], [[0.5, 1.375], [-0.75, 1.75]])
    np.testing.assert_array_equal(memory["A1"], [[0.5, 1.375], [0, 1.75]])
    np.testing.assert_array_equal(memory["Z2"], [[0, 0]])
    np.testing.assert_array_equal(Y_hat, [[0.5, 0.5]])
