"""Make the pages of the reading site: lessons, reference, the teachers' pages and the first page.

    python tools/site_pages.py site

It needs the packages of locks/site.lock and, the first time, fetches those of locks/slides.lock. No
cell is run: the lessons' stored outputs are shown as they are. `tools/build_site.py` calls
`build_pages`, and puts beside these pages the course that runs in the browser.

Links to Binder, to Colab and to single files need the public address of the repository, which
`tools/address.py` finds. Without one these links are left out, and a line says so.
"""

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import copies, downloads, folded  # noqa: E402
from tools.address import binder, colab, repository  # noqa: E402
from tools.formulas import formula_font  # noqa: E402

SOURCES = ROOT / "docs" / "site"
PAGES = ["CHANGELOG.md", "CONTRIBUTING.md"]
# What is in these folders of the site comes from here alone, and is made anew each time.
OWN_FOLDERS = ["_static", "docs", downloads.FOLDER, "notebooks"]
# How the repository's pages call what only the site has.
OFFERED = "*Sheets and slides*", "sheets_and_slides.md"
IMAGE = re.compile(r'<img [^>]*?src="(data:image/[^"]*)"[^>]*>')
SVG = re.compile(r"data:image/svg\+xml(?:;charset=[\w-]+)?(;base64)?,(.*)", flags=re.S)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
# How the modules stand on the page of reference: as the lessons build them, and beyond.
BUILT = ["initialization", "activations", "forward_pass", "loss", "backprop", "update_rule"]
BUILT += ["training"]
BEYOND = ["trainer", "optimizers", "regularization", "storage"]
CHECKS = ["architecture", "validation"]


def build_pages(target, address=None):
    """Build all pages into the folder `target`, and leave alone what else is in it.

    Parameters
    ----------
    target : Path
    address : str, optional
        The repository's public address; what `repository` finds if not given.
    """
    address = address or repository()
    if address is None:
        print("No address of the repository: the pages have no links to Binder, Colab and files.")
    with tempfile.TemporaryDirectory() as folder:
        sources, pages = Path(folder, "sources"), Path(folder, "pages")
        downloads.make(pages / downloads.FOLDER)
        lay_out(sources, address, pages / downloads.FOLDER)
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-q"]
        environment = os.environ | {"SITE_ROOT": str(ROOT), "PYTHONPATH": str(ROOT)}
        # Written and read apart from each other, in as many processes as there are processors.
        command += ["-j", "auto", "-d", str(Path(folder, "read")), str(sources), str(pages)]
        subprocess.run(command, env=environment, check=True)
        for made_before in OWN_FOLDERS:
            shutil.rmtree(target / made_before, ignore_errors=True)
        formulas = [path.read_text(encoding="utf-8") for path in pages.rglob("*.html")]
        (pages / "_static" / "formulas.woff").write_bytes(formula_font(formulas))
        ignore = shutil.ignore_patterns("_sources", "objects.inv", ".buildinfo")
        shutil.copytree(pages, target, dirs_exist_ok=True, ignore=ignore)
    for path in copies.lessons(ROOT / "notebooks"):
        copies.write(target / "notebooks" / path, copies.copied(copies.read(_notebook(path))))
    (target / ".nojekyll").touch()


def lay_out(folder, address, offered):
    """Write everything that Sphinx reads into a folder, in the places it has in the repository.

    So the links between notebooks, and from page to page, stay as they are. What is `offered` to
    take away lies in a folder already.
    """
    shutil.copytree(SOURCES, folder)
    for path in copies.lessons(ROOT / "notebooks"):
        notebook = json.loads(_notebook(path).read_text(encoding="utf-8"))
        copies.write(folder / "notebooks" / path, json.dumps(lesson_page(notebook, path, address)))
    docs = [path for path in (ROOT / "docs").rglob("*.*") if SOURCES not in path.parents]
    for path in [ROOT / name for name in PAGES] + docs:
        place = path.relative_to(ROOT)
        if path.suffix == ".md":
            text = with_links(path.read_text(encoding="utf-8"), place, address)
            copies.write(folder / place, with_offer(text, place))
        else:
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / place)
    page = folder / OFFERED[1]
    text = downloads.with_downloads(page.read_text(encoding="utf-8"), offered)
    copies.write(page, text)
    _write_first_page(folder, address)
    _write_reference(folder)


def with_offer(text, place):
    """Return a page's text with a link to what the site offers, where its name stands."""
    words, page = OFFERED
    up = "../" * (len(place.parts) - 1)
    return text.replace(words, f"[{words.strip('*')}]({up}{page})")


def _notebook(path):
    return ROOT / "notebooks" / path


def lesson_page(notebook, path, address):
    """Return a notebook as the site shows it: pictures in the page itself, and ways to run it."""
    first = notebook["cells"][0]
    title, _, rest = "".join(first["source"]).partition("\n")
    first["source"] = f"{title}\n\n{ways(path, address)}\n{rest}"
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        cell["outputs"] = folded.outputs(cell)
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "text/html" in data:
                data["text/html"] = IMAGE.sub(in_the_page, "".join(data["text/html"]))
    return notebook


def in_the_page(image):
    """Return the HTML of a picture, given the match of an `<img>`.

    SVG is written into the page, so that its colours follow the page's and its words are found.
    """
    drawn = SVG.fullmatch(image[1])
    if not drawn:
        kind = "plane" if soft_colour(image[1]) > 0.1 else "chart"
        return f'<div class="picture bitmap {kind}">{image[0]}</div>'
    source = base64.b64decode(drawn[2]).decode() if drawn[1] else unquote(drawn[2])
    return f'<div class="picture">{source}</div>'


def soft_colour(address):
    """Return which part of a bitmap has a light colour, as a plane has that is full of answers."""
    file = io.BytesIO(base64.b64decode(address.partition(",")[2]))
    pixels = np.asarray(Image.open(file).convert("RGB"), dtype=int)
    least, most = pixels.min(axis=2), pixels.max(axis=2)
    return float(((most - least >= 15) & (least >= 110)).mean())


def ways(path, address):
    """Return the line of links under a lesson's title: where it runs, and its file."""
    name = path.as_posix()
    links = {
        "Run it here": f"{'../' * len(path.parts)}lab/index.html?path={name}",
        "Binder": binder(address, name),
        "Colab": colab(address, name),
        "Download": path.name,
    }
    anchors = [
        f'<a href="{link}"{" download" if words == "Download" else ""}>{words}</a>'
        for words, link in links.items()
        if link
    ]
    return f'<p class="elsewhere">{" ".join(anchors)}</p>\n'


def with_links(text, place, address):
    """Return a page's text with links to what is no page leading into the repository.

    Without the repository's address their words stay, without a link.
    """

    def replaced(link):
        words, goal = link[1], link[2]
        if "://" in goal or goal.startswith(("#", "mailto:")):
            return link[0]
        file = (ROOT / place.parent / goal.partition("#")[0]).resolve()
        inside = file.relative_to(ROOT).as_posix()
        if inside in PAGES or re.fullmatch(r"(docs|notebooks)/.*\.(md|ipynb)", inside):
            return link[0]
        return f"[{words}]({address}/blob/HEAD/{inside})" if address else words

    return LINK.sub(replaced, text)


def _write_first_page(folder, address):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    states = first_panel()
    data = {"shared": states[0], "own": states[1], "words": states[2]}
    script = f"window.learning={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
    copies.write(folder / "_static" / "learning-data.js", script)
    page = folder / "index.md"
    text = page.read_text(encoding="utf-8")
    text = text.replace("LEARNING", learning(states))
    for mark, head in [("MAP", "The map"), ("START", "Start")]:
        text = text.replace(f"\n{mark}\n", f"\n{section(readme, head)}\n")
    copies.write(page, with_links(text, Path("index.md"), address))


def section(text, head):
    """Return what stands under a heading of the second level."""
    return re.search(rf"^## {head}\n(.*?)(?=^## |\Z)", text, flags=re.S | re.M)[1].strip()


def first_panel():
    """Draw notebook 00's network at every step, and keep what all pictures share only once.

    Returns
    -------
    shared : list of str
        A picture's source, cut at its quotation marks.
    own : list
        [place in `shared`, what stands there at each step], where it is not the same throughout.
    words : list of str
        The sentence under each picture.
    """
    # Only here: tools that read this module's names need not have what draws.
    from classroom.lessons.start_here.experiments import WATCHED, first_taste
    from classroom.lessons.start_here.figures import taste_picture, taste_words

    runs = [first_taste(steps=step) for step in range(WATCHED + 1)]
    parts = list(zip(*(taste_picture(run).split('"') for run in runs), strict=True))
    own = [[place, list(part)] for place, part in enumerate(parts) if len(set(part)) > 1]
    return [part[0] for part in parts], own, [taste_words(run) for run in runs]


def learning(states):
    """Return the first page's panel, which shows its last picture until its script has begun."""
    shared, own, words = states
    parts = list(shared)
    for place, values in own:
        parts[place] = values[-1]
    picture = '"'.join(parts)
    return f"""<figure class="learning">
<div class="picture">{picture}</div>
<div class="controls" hidden><button type="button">Play</button>
<label for="steps">steps</label><input id="steps" type="range" min="0" value="0"></div>
<figcaption class="sentence" aria-live="polite">{words[-1]}</figcaption>
</figure>
<script defer src="_static/learning-data.js"></script>
<script defer src="_static/learning.js"></script>
"""


def _write_reference(folder):
    page = folder / "api.rst"
    text = page.read_text(encoding="utf-8")
    for mark, modules in [("OF-THE-LESSONS", BUILT), ("BEYOND", BEYOND), ("OF-CHECKS", CHECKS)]:
        parts = [
            f"{name}\n{'^' * len(name)}\n\n.. automodule:: nnlib.{name}\n   :members:\n"
            for name in modules
        ]
        text = text.replace(f"MODULES-{mark}", "\n".join(parts))
    copies.write(page, text)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build_pages(Path(sys.argv[1]))
