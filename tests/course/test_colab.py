"""The course elsewhere: Colab's copies, the wheel that they install, Binder."""

import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

from tests.notebooks import CORE, NOTEBOOKS, ROOT, every_notebook, name_of, read
from tools import address, colab

HERE = "https://github.com/someone/a-course"
NAMES = {f"{name_of(path)}.ipynb" for path in NOTEBOOKS}
LINK = re.compile(r"\]\([^)]*\)")
WHEEL = "nnlib-0.0-py3-none-any.whl"
OPENED = "https://colab.research.google.com/github/someone/a-course/blob/colab/"


def copy_of(path):
    text = path.read_text(encoding="utf-8")
    name = f"{name_of(path)}.ipynb"
    return nbformat.reads(colab.copy_for_colab(text, name, HERE, WHEEL), as_version=4)


@every_notebook
def test_a_copy_installs_the_course_first_and_has_the_lessons_cells(path):
    copy, lesson = copy_of(path), read(path)
    nbformat.validate(copy)
    words, install, *cells = copy.cells
    assert words.cell_type == "markdown" and "Run the next cell first" in words.source
    fetched = f"https://raw.githubusercontent.com/someone/a-course/colab/{WHEEL}"
    assert install.source == f"%pip install --quiet --no-deps {fetched}"
    assert [cell.id for cell in cells] == [cell.id for cell in lesson.cells]
    for mine, theirs in zip(cells, lesson.cells, strict=True):
        assert mine.get("outputs", []) == [] and mine.get("execution_count") is None
        if mine.cell_type == "code":
            assert mine.source == theirs.source
        else:
            assert LINK.sub("", mine.source) == LINK.sub("", theirs.source)


@every_notebook
def test_every_link_of_a_copy_leads_to_a_copy(path):
    text = "\n".join(cell.source for cell in copy_of(path).cells if cell.cell_type == "markdown")
    links = re.findall(r"\]\(([^)]*\.ipynb)[^)]*\)", text)
    assert len(links) >= len(CORE) - 1
    for link in links:
        assert link.startswith(OPENED) and link.removeprefix(OPENED) in NAMES, link


@pytest.mark.parametrize(
    "public, place",
    [(HERE, "someone/a-course"), (f"{HERE}.git", "someone/a-course"), (None, None)]
    + [("https://codeberg.org/someone/a-course", None)],
)
def test_binder_and_colab_open_what_is_on_github(public, place):
    name = "deeper/06_the_bowl.ipynb"
    binder, opened = address.binder(public, name), address.colab(public, name)
    if place is None:
        assert binder is opened is address.raw(public, name) is None
    else:
        assert binder.startswith(f"https://mybinder.org/v2/gh/{place}/HEAD?urlpath=lab/tree/")
        assert (ROOT / binder.partition("lab/tree/")[2]).is_file()
        assert opened == f"{OPENED}{name}"


def test_the_address_comes_from_one_place(tmp_path, monkeypatch):
    monkeypatch.delenv("SITE_REPOSITORY", raising=False)
    project = tmp_path / "pyproject.toml"
    project.write_text('[project]\nname = "x"\n')
    assert address.repository(tmp_path) is None
    project.write_text(f'[project]\nname = "x"\n[project.urls]\nRepository = "{HERE}/"\n')
    assert address.repository(tmp_path) == HERE
    monkeypatch.setenv("SITE_REPOSITORY", "https://github.com/a/fork")
    assert address.repository(tmp_path) == "https://github.com/a/fork"


def test_without_an_address_no_copies_are_made(tmp_path, monkeypatch):
    monkeypatch.setattr(address, "repository", lambda: None)
    with pytest.raises(SystemExit, match=r"Repository under \[project.urls\]"):
        colab.main(tmp_path)
    assert not list(tmp_path.iterdir())


def test_binder_installs_from_files_that_are_there():
    """Its base brings a JupyterLab of its own, which the lock of the lessons leaves alone."""
    environment = yaml.safe_load((ROOT / "binder" / "environment.yml").read_text("utf-8"))
    [python] = [d for d in environment["dependencies"] if d.startswith("python=")]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"Programming Language :: Python :: {python.removeprefix('python=')}" in project
    commands = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)
    [lock] = re.findall(r"--require-hashes -r (\S+)", commands)
    installed = re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), flags=re.M)
    assert {"ipywidgets", "matplotlib", "numpy", "scikit-learn"} <= set(installed)
    assert not {"jupyterlab", "notebook", "jupyter-server"} & set(installed)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the copies and the wheel, as on Colab's branch."""
    folder = tmp_path_factory.mktemp("colab")
    command = [sys.executable, str(ROOT / "tools" / "colab.py"), str(folder)]
    subprocess.run(command, env=os.environ | {"SITE_REPOSITORY": HERE}, check=True)
    return folder


@pytest.mark.slow("install")
def test_the_wheel_has_all_modules_and_all_data(made):
    [wheel] = made.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = {
        path.relative_to(ROOT).as_posix()
        for package in ("nnlib", "classroom")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert inside == files
    assert {Path(name).suffix for name in inside} >= {".py", ".csv", ".json", ".md"}


@pytest.mark.slow("install")
@pytest.mark.parametrize("number", ["00", "03"])
def test_a_copy_runs_where_there_is_nothing_but_itself(made, tmp_path, number, monkeypatch):
    [path] = made.glob(f"{number}_*.ipynb")
    [wheel] = made.glob("*.whl")
    packages, folder = tmp_path / "packages", tmp_path / "content"
    for place in (packages, folder):
        place.mkdir()
    notebook = nbformat.read(path, as_version=4)
    install = notebook.cells[1]
    # The same command, for a wheel that is not out yet, and beside what is installed here.
    fetched = shlex.split(install.source)[-1]
    assert fetched.endswith(f"/{wheel.name}")
    install.source = install.source.replace(
        fetched, f'--target "{packages.as_posix()}" "{wheel.as_posix()}"'
    )
    where = "import classroom, nnlib\nprint(nnlib.__file__, classroom.__file__)"
    notebook.cells.append(nbformat.v4.new_code_cell(where))
    strict = str(ROOT / "tests" / "strict")
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute(env=os.environ | {"PYTHONPATH": os.pathsep.join([strict, str(packages)])})
    assert notebook.cells[-1].outputs[0].text.count(str(packages)) == 2
    outputs = [output for cell in notebook.cells[2:] for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    shown = [json.dumps(output.get("data", {}), ensure_ascii=False) for output in outputs]
    assert sum("widget-view" in data for data in shown) >= 2
    if "my_functions" in "".join(cell.source for cell in notebook.cells):
        [said] = [data for data in shown if "Looking back · functions" in data]
        assert "none of your notebooks lies, and what you wrote elsewhere cannot be found" in said
