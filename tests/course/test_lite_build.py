"""How the running course is put together: Pyodide's files, the wheels, the notebooks, the page."""

import importlib
import io
import json
import re
import sys
import threading
import types
import urllib.error
import zipfile
from pathlib import Path

import pytest

from classroom import wheels, where
from tests.notebooks import NOTEBOOKS, name_of
from tools import build_site, lite

FILES = {"pyodide.mjs": b"code", "numpy-1-any.whl": b"wheel"}


@pytest.fixture
def pyodide(tmp_path, monkeypatch):
    """A lock of two small files, a cache that is empty, and no way to anything outside."""
    made_up = {
        "version": "1.2",
        "info": {"python": "3.14.0"},
        "core": {"pyodide.mjs": lite.digest(b"code")},
        "packages": {
            "numpy": {"file_name": "numpy-1-any.whl", "sha256": lite.digest(b"wheel")},
        },
        "elsewhere": {"requirement": "others==1", "folder": "others/pyodide/"},
    }
    monkeypatch.setattr(lite, "PYODIDE", made_up)
    monkeypatch.setattr(lite, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(lite, "distribution", lambda: "http://127.0.0.1:9/nobody")
    monkeypatch.setattr(lite, "pip_download", lambda lock, folder: pytest.fail("asked for a wheel"))
    return made_up


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def lay_down(folder, files=FILES):
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def test_pyodide_is_taken_from_a_folder_and_then_from_the_cache(pyodide, tmp_path):
    place = lay_down(tmp_path / "place")
    assert contents(lite.pyodide_folder(place)) == FILES
    for path in place.iterdir():
        path.unlink()
    assert contents(lite.pyodide_folder(place)) == FILES


def test_pyodide_is_taken_from_its_own_distribution(pyodide, tmp_path, monkeypatch):
    with build_site.server(lay_down(tmp_path / "place")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(lite, "distribution", lambda: address)
        assert contents(lite.pyodide_folder()) == FILES
        server.shutdown()


def test_where_that_is_not_reached_a_wheel_serves(pyodide, monkeypatch, capsys):
    def download(lock, folder):
        assert Path(lock).read_text() == "others==1\n"
        with zipfile.ZipFile(Path(folder) / "others-1-py3-none-any.whl", "w") as wheel:
            for name, data in FILES.items():
                wheel.writestr("others/pyodide/" + name, data)

    monkeypatch.setattr(lite, "pip_download", download)
    assert contents(lite.pyodide_folder()) == FILES
    assert "was not reached" in capsys.readouterr().out


def test_a_place_that_was_named_is_not_replaced_by_another(pyodide):
    with pytest.raises(urllib.error.URLError):
        lite.pyodide_folder("http://127.0.0.1:9/nobody")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_differs_is_refused(pyodide, tmp_path, name):
    place = lay_down(tmp_path / "place", FILES | {name: b"another"})
    with pytest.raises(lite.Refused, match=name):
        lite.pyodide_folder(place)
    assert not (tmp_path / "cache/pyodide-1.2" / name).exists()


def test_a_file_that_was_changed_in_the_cache_is_refused(pyodide, tmp_path):
    folder = lite.pyodide_folder(lay_down(tmp_path / "place"))
    (folder / "pyodide.mjs").write_bytes(b"another")
    with pytest.raises(lite.Refused, match="pyodide.mjs"):
        lite.pyodide_folder()


def test_the_lock_of_pyodide_is_whole():
    lock = json.loads((lite.ROOT / "locks/pyodide.json").read_text(encoding="utf-8"))
    assert "://" not in json.dumps(lock)
    assert re.search(r"==\S+ --hash=sha256:[0-9a-f]{64}$", lock["elsewhere"]["requirement"])
    assert {"pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip"} <= set(lock["core"])
    for name, expected in lite.wanted_files().items():
        assert re.fullmatch("[0-9a-f]{64}", expected), name
    for name, entry in lock["packages"].items():
        assert set(entry["depends"]) <= set(lock["packages"]), name
    for name in ("numpy", "matplotlib", "scikit-learn"):
        assert lock["packages"][name]["file_name"].endswith("_wasm32.whl")


def test_the_kernel_has_all_that_it_asks_for_by_name():
    """Else it looks for them on the network, one after the other."""
    asked = {"micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"}
    assert asked <= set(lite.FIRST)


def test_the_notebooks_come_without_outputs_and_with_the_browsers_kernel(tmp_path):
    lite.lay_out_notebooks(tmp_path)
    assert {p.relative_to(tmp_path) for p in tmp_path.rglob("*.ipynb")} == {
        Path(name_of(path) + ".ipynb") for path in NOTEBOOKS
    }
    for path in tmp_path.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        assert notebook["metadata"]["kernelspec"]["name"] == "python"
        assert not any(cell.get("outputs") for cell in notebook["cells"])


PAGE = "<!DOCTYPE html>\n<html>\n<head>\n<title>JupyterLite</title></head></html>"
ROOT_PAGE = "<html><head><script>await import('./config-utils.js');</script></head></html>"


SERVICE = "shouldDrop(t,a)||(n=maybeFromCache(e))"


def made_up_site(folder, page=PAGE, root=ROOT_PAGE, service=SERVICE):
    lite.copies.write(folder / "service-worker.js", service)
    lite.copies.write(folder / "lab/index.html", page)
    lite.copies.write(folder / "index.html", root)
    lite.copies.write(folder / "extensions/@jupyterlite/k/static/comlink.worker.1a.js", "")
    return folder


def test_python_is_begun_by_the_page_itself(tmp_path):
    lite.start_early(made_up_site(tmp_path))
    text = (tmp_path / "lab/index.html").read_text()
    assert text.index("course/page.js") < text.index("<title>A neural network in plain NumPy<")
    worker = (tmp_path / "course/worker.mjs").read_text()
    for address in re.findall(r'import "(.+?)"', worker):
        assert (tmp_path / "course" / address).is_file(), address
    assert json.dumps(lite.FIRST) in (tmp_path / "static/pyodide/begin.mjs").read_text()
    assert "location.search" in (tmp_path / "index.html").read_text()
    assert "enableCache&&" in (tmp_path / "service-worker.js").read_text()


@pytest.mark.parametrize("change", [{"page": "<html lang='en'>"}, {"root": ""}, {"service": ""}])
def test_a_page_that_has_changed_is_not_passed_over(tmp_path, change):
    with pytest.raises(SystemExit, match="is another one"):
        lite.start_early(made_up_site(tmp_path, **change))


def wheel_of(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
    return data.getvalue()


@pytest.fixture
def fetcher(tmp_path, monkeypatch, capfd):
    """A fetcher of two made-up packages, one of which needs the other; and what it read."""
    read = []
    held = {
        "inner.whl": wheel_of({"nn_inner/__init__.py": "number = 3"}),
        "outer.whl": wheel_of({"nn_outer.py": "from nn_inner import number"}),
    }
    packages = {
        "outer": {"file_name": "outer.whl", "imports": ["nn_outer"], "depends": ["inner", "json"]},
        "inner": {"file_name": "inner.whl", "imports": ["nn_inner"], "depends": []},
        "json": {"file_name": "json.whl", "imports": ["json"], "depends": []},
    }
    found = wheels.Fetcher(packages, lambda name: read.append(name) or held[name], str(tmp_path))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, found])
    yield read
    for name in ("nn_inner", "nn_outer"):
        sys.modules.pop(name, None)


def test_an_import_fetches_what_is_not_there_once_and_says_so(fetcher, capfd):
    assert importlib.import_module("nn_outer").number == 3
    importlib.import_module("nn_inner")
    assert fetcher == ["inner.whl", "outer.whl"]
    assert capfd.readouterr().out == "Loading inner\nLoading outer\n"


def test_what_nobody_has_is_missing_as_ever(fetcher):
    with pytest.raises(ModuleNotFoundError, match="nn_nowhere"):
        importlib.import_module("nn_nowhere")
    assert fetcher == []


def test_a_server_that_does_not_have_the_file_is_an_import_error(monkeypatch):
    class Request:
        new = classmethod(lambda cls: cls())
        open = send = lambda self, *args: None
        status = 404

    monkeypatch.setitem(sys.modules, "js", types.SimpleNamespace(XMLHttpRequest=Request))
    here = types.SimpleNamespace(lockfileBaseUrl="here/")
    monkeypatch.setitem(sys.modules, "pyodide_js", here)
    with pytest.raises(ImportError, match=r"x\.whl could not be fetched.*404"):
        wheels.read_at_once("x.whl")


def test_here_is_no_browser(monkeypatch):
    assert not where.in_browser()
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert where.in_browser()
