"""The pictures of notebooks as files, for slides and sheets of one's own.

Each is named after its notebook and its cell, as it was stored: drawings as SVG and as PNG,
photographs of points by the thousand as PNG alone. A page, `index.html`, shows them all, with what
each of them says; there stands also which of them give the result of a prediction away.
"""

import base64
import re
from html import escape, unescape

import nbformat

from tools.folded import TAG, outputs

PICTURE = re.compile(r'<img alt="([^"]*)"[^>]*?src="data:image/(svg\+xml|png);base64,([^"]*)"')
HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The pictures of the course</title>
<style>body {font: 17px/1.4 sans-serif; max-width: 900px; margin: auto; padding: 16px}
img {width: 100%; border: 1px solid #909090}</style></head><body>
<h1>The pictures of the course</h1>
<p>They may be used, changed and passed on under CC BY 4.0, with the name of the course.</p>
"""


def pictures(notebook, stem):
    """Return the pictures of a notebook: dicts of a name, what it says, its files, and a mark.

    `files` has the bytes for each ending, svg and png; `result` says whether the picture answers a
    prediction.
    """
    made = []
    for cell in notebook.cells:
        found = [
            (output.data, *match)
            for output in outputs(cell)
            for match in PICTURE.findall(output.get("data", {}).get("text/html", ""))
        ]
        for number, (data, alt, kind, source) in enumerate(found, start=1):
            files = {"png": source if kind == "png" else data["image/png"]}
            if kind == "svg+xml":
                files["svg"] = source
            made.append(
                {
                    "name": f"{stem}_{cell.id}" + (f"_{number}" if len(found) > 1 else ""),
                    "alt": unescape(alt),
                    "files": {end: base64.b64decode(text) for end, text in files.items()},
                    "result": TAG in cell.metadata.get("tags", []),
                }
            )
    return made


def write(paths, folder):
    """Write the pictures of these notebooks into a folder; return the path of the page of them."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [HEAD]
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        parts.append(f"<h2>{escape(path.stem)}</h2>\n")
        for picture in pictures(notebook, path.stem):
            for end, content in picture["files"].items():
                (folder / f"{picture['name']}.{end}").write_bytes(content)
            parts.append(_entry(picture))
    page = folder / "index.html"
    page.write_text("".join(parts) + "</body></html>\n", encoding="utf-8")
    return page


def _entry(picture):
    name, alt = escape(picture["name"]), escape(picture["alt"])
    ends = sorted(picture["files"], reverse=True)  # svg first
    links = ", ".join(f'<a href="{name}.{end}" download>{end.upper()}</a>' for end in ends)
    mark = " This is the result of a prediction." if picture["result"] else ""
    shown = f'<img src="{name}.{ends[0]}" alt="{alt}">'
    return f'<figure id="{name}">{shown}\n<figcaption>{alt} ({links}){mark}</figcaption></figure>\n'
