"""The rule on warnings tells our faults from a library's own business, here and in kernels."""

import os
import re
import subprocess
import sys
import warnings

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

LIBRARY = '''
import warnings

def old():
    """Out of date: whoever calls it is told."""
    warnings.warn("old() goes", DeprecationWarning, stacklevel=2)

def future():
    warnings.warn("future() will change", FutureWarning, stacklevel=2)

def inside():
    """Its own machinery is out of date: not its caller's business."""
    old()
    future()
    return "fine"

def careless():
    """Does what it is asked, and warns that the question makes no sense."""
    warnings.warn("mean of nothing", RuntimeWarning)
'''
# A module of the package, of which one function calls something out of date.
PLANTED = """
import types
planted = types.ModuleType("nnlib.planted")
exec("import madeup\\ndef f(): madeup.old()\\ndef g(): return madeup.inside()", vars(planted))
"""
FAULTS = {
    "a cell calls what is out of date": ("import madeup\nmadeup.old()", "old() goes"),
    "a cell calls what will change": ("import madeup\nmadeup.future()", "will change"),
    "a cell asks a library nonsense": ("import madeup\nmadeup.careless()", "mean of nothing"),
    "a cell divides by nothing": ("import numpy as np\nnp.mean([])", "empty slice"),
    "nnlib calls what is out of date": (f"{PLANTED}\nplanted.f()", "old() goes"),
}
NO_FAULTS = {
    "a library calls its own old function": "import madeup\nprint(madeup.inside())",
    "nnlib calls such a library": f"{PLANTED}\nprint(planted.g())",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Put a made-up library where Python finds it; return its folder."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "madeup.py").write_text(LIBRARY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([os.environ["PYTHONPATH"], str(folder)]))
        patch.syspath_prepend(folder)
        yield folder


def in_a_kernel(code):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    return notebook.cells[0].outputs


def in_a_script(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def here(code):
    exec(compile(code, "<planted>", "exec"), {"__name__": __name__})


@pytest.mark.slow("long")
@pytest.mark.parametrize(("code", "words"), FAULTS.values(), ids=FAULTS)
def test_what_our_code_does_is_a_fault(library, code, words):
    with pytest.raises(Warning, match=re.escape(words)):
        here(code)
    with pytest.raises(CellExecutionError, match=re.escape(words)):
        in_a_kernel(code)
    script = in_a_script(code)
    assert script.returncode == 1 and words in script.stderr


@pytest.mark.parametrize("code", NO_FAULTS.values(), ids=NO_FAULTS)
def test_a_librarys_own_business_is_not(library, code):
    here(code)
    outputs = in_a_kernel(code)
    assert [output.get("name") for output in outputs] == ["stdout"]
    script = in_a_script(code)
    assert (script.returncode, script.stdout, script.stderr) == (0, "fine\n", "")


@pytest.mark.parametrize("name", ["numpy.testing", "testing", "starting", "nnlibrary", "toolsmith"])
def test_a_name_that_only_begins_like_ours_is_a_librarys(name):
    warnings.warn_explicit("old", DeprecationWarning, "somewhere.py", 1, module=name)


@pytest.mark.parametrize(
    "name",
    [
        "nnlib.loss",
        "classroom.svg",
        "tests.lab",
        "tests.course.test_x",
        "__main__",
    ],
)
def test_our_names_are_ours(name):
    with pytest.raises(DeprecationWarning):
        warnings.warn_explicit("old", DeprecationWarning, "somewhere.py", 1, module=name)
