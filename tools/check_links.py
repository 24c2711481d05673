"""Find links to other sites that lead nowhere any more: python tools/check_links.py

It reads every .md file and the text cells of every .ipynb file. The exit code is 1 if there is a
dead link among them.
"""

import http.client
import json
import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"https?://[^\s<>\"'`|\[\]\\]+")
OWN_COMPUTER = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)")
# The server is there, but keeps programs out, or wants us to come back later: no word on the page.
UNTOLD = {401, 403, 405, 406, 429, 999}
HEADERS = {"User-Agent": "Mozilla/5.0 (link check of a course)", "Accept": "*/*"}


def up_to_its_end(link):
    """Cut a link before the bracket that closes what it stands in, and before a final stop."""
    depth = 0
    for place, letter in enumerate(link):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            link = link[:place]
            break
    return link.rstrip(".,;:!?*")


def links_in(text):
    """Return the addresses of other computers that stand in a text."""
    links = [up_to_its_end(link) for link in LINK.findall(text)]
    return [link for link in links if not OWN_COMPUTER.match(link)]


def text_of(path):
    """Return what there is to read in a .md file, or in the text cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def texts(root):
    """Yield the project's .md and .ipynb files, without learners' copies and hidden folders."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        ours = parts[0] not in ("my_course", "my_teaching") and not any(
            part.startswith(".") for part in parts
        )
        if ours and path.suffix in {".md", ".ipynb"}:
            yield path


def collect(root):
    """Return {address: [the files that link to it]}, without what follows a #."""
    places = {}
    for path in texts(root):
        for link in links_in(text_of(path)):
            files = places.setdefault(link.partition("#")[0], [])
            name = path.relative_to(root).as_posix()
            if name not in files:
                files.append(name)
    return places


def check(link, tries=3, pause=20):
    """Return (alive, what was said): alive is True, False, or None where we cannot tell."""
    for attempt in range(tries):
        if attempt:
            time.sleep(pause)
        try:
            request = urllib.request.Request(link, headers=HEADERS)
            with urllib.request.urlopen(request, timeout=30) as reply:
                return True, str(reply.status)
        except urllib.error.HTTPError as error:
            said = f"{error.code} {error.reason}"
            if error.code in UNTOLD:
                return None, said
            if error.code < 500:
                return False, said
        except (OSError, ValueError, http.client.HTTPException) as error:
            said = str(error)
    return False, said


def main(root=ROOT, ask=check):
    """Check every link; print those that are dead or kept from us; return the exit code."""
    places, dead = collect(root), 0
    for link, files in places.items():
        alive, said = ask(link)
        dead += alive is False
        if not alive:
            word = "dead" if alive is False else "not told"
            print(f"{word}: {link} ({said}), in {', '.join(files)}")
    print(f"{len(places)} links to other sites, {dead} of them dead.")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
