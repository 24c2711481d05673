"""Storage: there and back, damaged files, a failure half-way."""

import contextlib
import gc
import io
import json
import os
import pickle
import random
import subprocess
import sys
import time
import tracemalloc
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nnlib import init_layers, predict
from nnlib.architecture import dense_architecture
from nnlib.storage import load_params, save_params

# A damaged file is left open for a while, see test_a_damaged_file_is_closed.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(autouse=True, scope="module")
def leave_no_open_files():
    yield
    gc.collect()


@pytest.fixture
def saved(tmp_path, good):
    """Return the path of a saved network."""
    path = tmp_path / "network.npz"
    save_params(path, good.params_values, good.nn_architecture)
    return path


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def identical(a, b):
    """Tell whether two results of load_params hold the same, to the last bit and type."""
    return a[1] == b[1] and {k: (v.dtype, v.shape, v.tobytes()) for k, v in a[0].items()} == {
        k: (v.dtype, v.shape, v.tobytes()) for k, v in b[0].items()
    }


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("sizes", [[1, 1], [2, 3, 1], [2, 25, 50, 50, 25, 1]])
@pytest.mark.parametrize("as_path", [str, lambda path: path])
def test_what_was_saved_is_loaded(tmp_path, unchanged, dtype, sizes, as_path):
    nn_architecture = dense_architecture(sizes)
    params_values = {k: v.astype(dtype) for k, v in init_layers(nn_architecture).items()}
    path = as_path(tmp_path / "a network.npz")
    with unchanged(params_values, nn_architecture):
        save_params(path, params_values, nn_architecture)
    assert files(tmp_path) == ["a network.npz"]
    assert identical(load_params(path), (params_values, nn_architecture))


def test_a_loaded_network_predicts_as_the_saved_one(saved, good):
    expected = predict(good.X, good.params_values, good.nn_architecture)
    np.testing.assert_array_equal(predict(good.X, *load_params(saved)), expected)


def test_numpy_integers_in_the_architecture_become_pythons(tmp_path):
    nn_architecture = dense_architecture(np.array([2, 3, 1]))
    assert isinstance(nn_architecture[0]["input_dim"], np.integer)
    save_params(tmp_path / "n.npz", init_layers(nn_architecture), nn_architecture)
    loaded = load_params(tmp_path / "n.npz")[1]
    assert loaded == dense_architecture([2, 3, 1])
    assert {type(layer["output_dim"]) for layer in loaded} == {int}


def test_a_tuple_of_layers_is_saved_too(tmp_path, good):
    save_params(tmp_path / "n.npz", good.params_values, tuple(good.nn_architecture))
    assert load_params(tmp_path / "n.npz")[1] == good.nn_architecture


def test_the_file_is_plain_npz_and_needs_no_pickle(saved, good):
    with np.load(saved, allow_pickle=False) as file:
        assert set(file.files) == {*good.params_values, "nn_architecture"}
        assert json.loads(str(file["nn_architecture"])) == good.nn_architecture
        np.testing.assert_array_equal(file["W1"], good.params_values["W1"])


def test_a_file_is_replaced(saved, good):
    good.params_values["W1"] += 1
    save_params(saved, good.params_values, good.nn_architecture)
    np.testing.assert_array_equal(load_params(saved)[0]["W1"], good.params_values["W1"])
    assert files(saved.parent) == ["network.npz"]


@pytest.mark.parametrize("place", [(np, "savez"), (os, "fsync"), (os, "replace")])
@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("new", [False, True])
def test_a_failure_half_way_leaves_everything_as_it_was(
    tmp_path, saved, good, monkeypatch, place, error, new
):
    path, before = tmp_path / "new.npz" if new else saved, saved.read_bytes()
    real = np.savez

    def fail(*args, **kwargs):
        if place == (np, "savez"):
            real(args[0], half=np.ones(3))
        raise error

    monkeypatch.setattr(*place, fail)
    good.params_values["W1"] += 1
    with pytest.raises(type(error)):
        save_params(path, good.params_values, good.nn_architecture)
    assert files(tmp_path) == ["network.npz"]
    assert saved.read_bytes() == before


def test_the_old_file_is_there_until_the_new_one_is_complete(saved, good, monkeypatch):
    before, seen, replace = saved.read_bytes(), [], os.replace

    def spy(source, target):
        seen.append((saved.read_bytes() == before, load_in_full(source), os.path.dirname(source)))
        replace(source, target)

    def load_in_full(source):
        with np.load(source) as file:
            return {name: file[name] for name in file.files}["W1"]

    monkeypatch.setattr(os, "replace", spy)
    good.params_values["W1"] += 1
    save_params(saved, good.params_values, good.nn_architecture)
    ((old_was_there, W1, folder),) = seen
    assert old_was_there and folder == str(saved.parent)
    np.testing.assert_array_equal(W1, good.params_values["W1"])


def test_a_file_cut_short_is_refused_at_every_length(saved, refuses):
    whole = saved.read_bytes()
    for length in [*range(0, len(whole), 23), len(whole) - 1]:
        saved.write_bytes(whole[:length])
        refuses(ValueError, [str(saved), "damaged", "save_params"], load_params, saved)


def test_a_flipped_bit_is_refused_or_changes_nothing(tmp_path):
    nn_architecture = dense_architecture([2, 1])
    path, rng, refused = tmp_path / "n.npz", random.Random(1), 0
    save_params(path, init_layers(nn_architecture), nn_architecture)
    whole, right = path.read_bytes(), load_params(path)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= rng.randrange(1, 256)
        path.write_bytes(damaged)
        try:
            assert identical(load_params(path), right), f"byte {place}"
        except ValueError as error:
            assert "expected a file written by save_params" in str(error)
            refused += 1
    assert refused > len(whole) / 2


def test_a_damaged_file_is_closed(saved):
    saved.write_bytes(saved.read_bytes()[:-30])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with contextlib.suppress(ValueError):
            load_params(saved)
        gc.collect()
    assert not caught


@pytest.mark.parametrize("content", [b"", b"W1 = 1, 2, 3\n", b"PK\x03\x04", b"\x93NUMPY\x01\x00"])
def test_another_kind_of_file_is_refused(tmp_path, refuses, content):
    path = tmp_path / "notes.npz"
    path.write_bytes(content)
    refuses(ValueError, [str(path), "damaged", "save_params"], load_params, path)


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_nothing_in_a_file_is_run(tmp_path, saved, refuses):
    exploded = tmp_path / "exploded"
    hidden = tmp_path / "hidden.npz"
    with np.load(saved) as file:
        arrays = {name: file[name] for name in file.files}
    np.savez(hidden, **(arrays | {"W1": np.array([[Bomb(exploded)]], dtype=object)}))
    bare = tmp_path / "bare.npz"
    bare.write_bytes(pickle.dumps(Bomb(exploded)))
    for path in (hidden, bare):
        refuses(ValueError, ["not an .npz file of plain numbers"], load_params, path)
    assert not exploded.exists()


def rewrite(path, **changed):
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files} | changed
    np.savez(path, **{name: values for name, values in arrays.items() if values is not None})


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"nn_architecture": None}, ["has no nn_architecture", "found W1, b1, W2, b2"]),
        ({"nn_architecture": np.array("{")}, ["does not hold a network"]),
        ({"nn_architecture": np.array("3")}, ["nn_architecture is 3", "expected a list"]),
        ({"nn_architecture": np.array([1, 2])}, ["does not hold a network"]),
        ({"nn_architecture": np.array("[{}]")}, ["layer 1 has no 'input_dim'"]),
        ({"b2": None}, ["params_values has no b2"]),
        ({"W1": np.ones((2, 3))}, ["W1 has shape (2, 3), expected (3, 2)"]),
        ({"W1": np.array(["text"])}, ["W1 holds text"]),
    ],
)
def test_a_file_without_a_whole_network_is_refused(saved, refuses, changed, words):
    rewrite(saved, **changed)
    refuses(ValueError, [str(saved), "save_params", *words], load_params, saved)


def test_an_architecture_nested_too_deeply_is_refused(saved, refuses):
    rewrite(saved, nn_architecture=np.array("[" * 100_000))
    refuses(ValueError, [str(saved), "save_params"], load_params, saved)


def test_a_zip_of_other_things_and_a_bare_array_are_refused(tmp_path, refuses):
    with zipfile.ZipFile(tmp_path / "zip.npz", "w") as file:
        file.writestr("notes.txt", "W1")
    with open(tmp_path / "array.npz", "wb") as file:
        np.save(file, np.ones(3))
    for name in ("zip.npz", "array.npz"):
        refuses(ValueError, [name, "save_params"], load_params, tmp_path / name)


def test_a_missing_file_is_named(tmp_path, refuses):
    for path in (tmp_path / "none.npz", tmp_path / "no folder" / "none.npz"):
        with pytest.raises(FileNotFoundError, match="there is no file .*none.npz.*save_params"):
            load_params(path)


def test_a_missing_folder_is_named(tmp_path, good):
    path = tmp_path / "no folder" / "network.npz"
    with pytest.raises(FileNotFoundError, match="no folder .*no folder.*network.npz"):
        save_params(path, good.params_values, good.nn_architecture)
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["network", "network.npy", "network.npz.txt", "npz"])
def test_another_ending_is_refused(tmp_path, refuses, good, name):
    words = name, "expected a file name that ends in .npz"
    refuses(ValueError, words, load_params, tmp_path / name)
    args = tmp_path / name, good.params_values, good.nn_architecture
    refuses(ValueError, words, save_params, *args)
    assert files(tmp_path) == []


def test_wrong_parameters_are_refused_before_anything_is_written(saved, refuses, good, bad_params):
    wrong, error, words = bad_params
    before = saved.read_bytes()
    refuses(error, words, save_params, saved, wrong, good.nn_architecture)
    assert saved.read_bytes() == before and files(saved.parent) == ["network.npz"]


def test_a_wrong_architecture_is_refused_before_anything_is_written(
    tmp_path, refuses, good, bad_architecture
):
    wrong, error, words = bad_architecture
    refuses(error, words, save_params, tmp_path / "n.npz", good.params_values, wrong)
    assert files(tmp_path) == []


def test_only_the_networks_own_parameters_are_saved_and_only_finite_ones(saved, good, refuses):
    save_params(saved, good.params_values | {"file": np.ones(3)}, good.nn_architecture)
    assert set(load_params(saved)[0]) == set(good.params_values)
    good.params_values["b2"][0, 0] = np.nan
    words = ["b2 holds 1 value that is NaN or infinite"]
    refuses(ValueError, words, save_params, saved, good.params_values, good.nn_architecture)


def test_saves_at_once_leave_a_whole_file(tmp_path, good):
    path, wrong = tmp_path / "n.npz", []

    def save(k):
        params = {key: np.full_like(values, k, float) for key, values in good.params_values.items()}
        for _ in range(20):
            save_params(path, params, good.nn_architecture)
            loaded, _ = load_params(path)
            if len({value for values in loaded.values() for value in values.ravel()}) != 1:
                wrong.append(k)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(save, range(4)))
    assert not wrong and files(tmp_path) == ["n.npz"]


def test_each_save_works_under_a_name_of_its_own(tmp_path, good, monkeypatch):
    names, replace = [], os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (names.append(str(a)), replace(a, b)))
    for _ in range(3):
        save_params(tmp_path / "n.npz", good.params_values, good.nn_architecture)
    assert len(set(names)) == 3


@pytest.mark.skipif(os.name == "nt", reason="links and modes are Unix's")
@pytest.mark.parametrize("there", [True, False])
def test_a_save_through_a_link_keeps_the_link(tmp_path, good, there):
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "target.npz", tmp_path / "link.npz"
    if there:
        target.write_bytes(b"old")
    link.symlink_to(target)
    save_params(link, good.params_values, good.nn_architecture)
    assert link.is_symlink() and not target.is_symlink()
    assert load_params(target)[1] == load_params(link)[1] == good.nn_architecture
    assert files(tmp_path / "far") == ["target.npz"] and files(tmp_path) == ["far", "link.npz"]


@pytest.mark.skipif(os.name == "nt", reason="links and modes are Unix's")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_mode_and_a_new_one_gets_the_usual(tmp_path, saved, good, mode):
    saved.chmod(mode)
    save_params(saved, good.params_values, good.nn_architecture)
    assert saved.stat().st_mode & 0o777 == mode
    usual = tmp_path / "usual"
    usual.touch()
    save_params(tmp_path / "new.npz", good.params_values, good.nn_architecture)
    assert (tmp_path / "new.npz").stat().st_mode == usual.stat().st_mode


def test_leftovers_of_killed_saves_go_and_nothing_else(saved, good):
    folder, old = saved.parent, time.time() - 7200
    names = {
        "network.npz.0123456789abcdef.part": True,
        "network.npz.0123456789abcdee.part": False,  # perhaps still at work
        "other.npz.0123456789abcdef.part": True,
        "network.npz.mine.part": True,
        "network.npz.0123456789abcdef.part.txt": True,
    }
    for name, is_old in names.items():
        (folder / name).touch()
        if is_old:
            os.utime(folder / name, (old, old))
    save_params(saved, good.params_values, good.nn_architecture)
    assert files(folder) == sorted({"network.npz", *names} - {"network.npz.0123456789abcdef.part"})


def test_a_killed_save_leaves_the_old_file(saved, good):
    code = (
        "import os, sys, numpy as np\nfrom nnlib.storage import save_params, load_params\n"
        "os.replace = lambda *_: os._exit(9)\nsave_params(sys.argv[1], *load_params(sys.argv[1]))"
    )
    before = saved.read_bytes()
    assert subprocess.run([sys.executable, "-c", code, str(saved)]).returncode == 9
    assert saved.read_bytes() == before and len(files(saved.parent)) == 2


@pytest.mark.parametrize(
    "value",
    [
        np.float32(0.25),
        np.float16(0.5),
        np.float64(0.1),
        np.int8(-3),
        np.bool_(True),
        np.uint64(2**63),
    ],
)
def test_numpys_numbers_in_a_layer_come_back_as_they_are(tmp_path, good, value):
    layers = [{**layer, "note": [value, {"more": value}]} for layer in good.nn_architecture]
    save_params(tmp_path / "n.npz", good.params_values, layers)
    note = load_params(tmp_path / "n.npz")[1][0]["note"]
    assert note == [value.item(), {"more": value.item()}] and type(note[0]) is type(value.item())


@pytest.mark.parametrize(
    "extra",
    [{"note": v} for v in (np.ones(2), 1j, {1}, object(), b"x", np.nan, np.inf, (1, 2), {1: 2})]
    + [{"note": np.longdouble(0.1)}, {7: 1}],
)
def test_what_text_cannot_keep_is_refused_before_anything_is_written(saved, good, refuses, extra):
    layers, before = (
        [good.nn_architecture[0], {**good.nn_architecture[1], **extra}],
        files(saved.parent),
    )
    words = "layer 2 holds", repr(next(iter(extra))), "expected", "numbers, text, True, False"
    refuses(TypeError, words, save_params, saved, good.params_values, layers)
    assert files(saved.parent) == before


@pytest.mark.parametrize(
    "path", [None, 3, 2.5, b"n.npz", bytearray(b"n.npz"), ["n.npz"], io.BytesIO()]
)
def test_what_is_no_path_is_refused(refuses, good, path):
    words = "path is", "expected a file name such as 'network.npz'"
    refuses(TypeError, words, load_params, path)
    refuses(TypeError, words, save_params, path, good.params_values, good.nn_architecture)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_file_with_numbers_that_are_none_is_refused(saved, refuses, bad):
    rewrite(saved, W1=np.full((3, 2), bad))
    words = str(saved), "W1 holds 6 values that are NaN or infinite"
    refuses(ValueError, words, load_params, saved)


@pytest.mark.parametrize(
    "changed",
    [
        {"W1": np.zeros((3000, 2000))},  # not the architecture's
        {"more": np.zeros((3000, 2000))},  # not asked for
        {"nn_architecture": np.array("x" * 5_000_000)},
        {
            "nn_architecture": np.array(json.dumps(dense_architecture([3000, 2000, 1]))),
            "W1": np.zeros((2000, 3000)),
        },
    ],
    ids=["another shape", "one array more", "a long text", "a large network"],
)
def test_a_small_file_takes_little_memory(saved, changed):
    rewrite(saved, **changed)
    with np.load(saved) as file:
        np.savez_compressed(saved.with_name("small.npz"), **file)
    small = saved.with_name("small.npz")
    assert small.stat().st_size < 200_000
    tracemalloc.start()
    try:
        with contextlib.suppress(ValueError):
            load_params(small)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_an_array_more_in_the_file_is_left_there(saved, good):
    rewrite(saved, more=np.ones(3))
    assert set(load_params(saved)[0]) == set(good.params_values)
