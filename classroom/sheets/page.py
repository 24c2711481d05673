"""How a sheet becomes a page that can be printed: fields to fill in, tables, and the page itself.

Everything is black on white, and stands on A4 as well as on US Letter: a page's text is 180 mm wide
and at most 245 mm high.
"""

import re
from html import escape

from classroom import svg
from classroom.svg import INK

CSS = """
@page { margin: 13mm 15mm; }
* { box-sizing: border-box; }
body { margin: 0; background: white; color: black; font: 11.5pt/1.38 Helvetica, Arial, sans-serif; }
main { width: 180mm; margin: 0 auto; }
section { break-after: page; position: relative; padding-top: 1mm; }
section:last-child { break-after: auto; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 6mm;
  border-bottom: 0.5mm solid black; padding-bottom: 1.5mm; margin-bottom: 3mm; }
header b { font-size: 12.5pt; }
header .name { flex: 0 0 74mm; font-size: 10pt; white-space: nowrap; overflow: hidden; }
header .teacher { border: 0.6mm solid black; padding: 0.5mm 3mm; font-weight: bold;
  font-size: 10.5pt; white-space: nowrap; }
h1 { font-size: 17pt; margin: 0 0 1.5mm; line-height: 1.2; }
h2 { font-size: 13pt; margin: 4mm 0 1.5mm; break-after: avoid; }
p, ul, ol { margin: 0 0 2mm; }
ul, ol { padding-left: 6mm; }
li { margin-bottom: 0.8mm; }
svg { display: block; margin: 1mm auto; max-width: 100%; min-width: 0 !important; }
table { border-collapse: collapse; margin: 1.5mm 0 2.5mm; }
th, td { border: 0.25mm solid black; padding: 0.7mm 2mm; text-align: center;
  vertical-align: middle; }
th { font-weight: bold; background: #eee; }
td.left, th.left { text-align: left; }
table.steps { width: 100%; }
table.steps td:first-child { text-align: left; white-space: nowrap; }
table.wide { width: 100%; }
th code { font-weight: bold; }
.prices table { width: 100%; font-size: 10pt; }
.prices td, .prices th { padding: 0.7mm 0.8mm; white-space: nowrap; }
.causes { display: grid; grid-template-rows: repeat(5, auto); grid-auto-flow: column;
  gap: 0 5mm; font-size: 11pt; }
.ticks { display: flex; justify-content: space-between; margin: 0.5mm 0; }
.record th { font-size: 10.5pt; }
code { font: 11pt "DejaVu Sans Mono", Consolas, Menlo, monospace; }
.field { display: inline-block; border: 0.4mm solid black; min-height: 7mm; line-height: 6.2mm;
  padding: 0 1mm; text-align: center; vertical-align: middle; white-space: nowrap; }
.write { display: inline-block; border-bottom: 0.3mm dotted black; min-height: 6.6mm;
  line-height: 6.6mm; vertical-align: bottom; }
.field i, .write i, .line i { font-weight: bold; }
.line { display: block; border-bottom: 0.3mm dotted black; min-height: 8mm; line-height: 8mm; }
.box { display: inline-block; width: 4.4mm; height: 4.4mm; border: 0.4mm solid black;
  vertical-align: middle; text-align: center; line-height: 3.6mm; font-weight: bold;
  overflow: hidden; }
.tick { white-space: nowrap; font-size: 10.5pt; }
.small { font-size: 10.5pt; }
.tight { margin-bottom: 0; }
.rule { border: 0.5mm solid black; border-radius: 2mm; padding: 2mm 3.5mm; margin: 2mm 0 3mm; }
.rule p:last-child { margin-bottom: 0; }
.note { border-left: 1mm solid black; padding-left: 3mm; margin: 2mm 0; font-size: 10.5pt; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 6mm; }
.two .line { min-height: 7.4mm; line-height: 7.4mm; }
.two .note { font-size: 10pt; margin: 1mm 0; }
.two > div { break-inside: avoid; }
.cards { display: grid; grid-template-columns: 1fr 1fr; }
.card { border: 0.4mm dashed black; padding: 3mm 4mm; height: 57mm; break-inside: avoid;
  overflow: hidden; margin: -0.2mm; }
.card h3 { margin: 0 0 1.5mm; font-size: 14pt; }
.card .big { font-size: 19pt; font-weight: bold; line-height: 1.25; }
.card table { margin: 2mm 0; font-size: 10.5pt; }
.card td, .card th { padding: 0.6mm 0.9mm; }
footer { margin-top: 3mm; font-size: 8.5pt; }
@media screen { body { background: #ddd; }
  main section { background: white; width: 210mm; margin: 6mm -15mm; padding: 13mm 15mm;
    min-height: 277mm; box-shadow: 0 0 2mm #888; } }
@media screen and (max-width: 215mm) { main { width: auto; }
  main section { width: auto; margin: 0 0 4mm; padding: 5mm; } }
"""
SIZES = {"A4": "A4", "Letter": "letter"}


class Pen:
    """What fills a sheet's fields: nothing for pupils, the answers for teachers.

    A pupil's pen does not hold the answers, so that none of them can get onto a pupil's sheet.

    Parameters
    ----------
    answers : dict, optional
        From the name of a field to what belongs into it.
    """

    def __init__(self, answers=None):
        self._answers = answers
        self.asked = set()

    @property
    def for_teachers(self):
        return self._answers is not None

    def text(self, name):
        """Return what belongs into a field, or nothing."""
        self.asked.add(name)
        return "" if self._answers is None else str(self._answers[name])

    def field(self, name, width=20):
        """Return a box of so many millimetres to write a number into."""
        return self._box("field", name, width)

    def write(self, name, width=60):
        """Return a dotted line of so many millimetres to work something out on."""
        return self._box("write", name, width)

    def _box(self, kind, name, width):
        written = _written(self.text(name))
        return f'<span class="{kind}" data-name="{name}" style="width:{width}mm">{written}</span>'

    def tick(self, name, choice, words):
        """Return a box to tick beside some words."""
        mark = "✗" if self.text(name) == choice else ""
        box = f'<span class="box" data-name="{name}">{mark}</span>'
        return f'<span class="tick">{box} {words}</span>'

    def lines(self, count, answer, begin=""):
        """Return dotted lines to write words on; for teachers, what may be written there."""
        if self.for_teachers:
            return f'<div class="note"><i>{answer}</i></div>'
        others = '<span class="line"></span>' * (count - 1)
        return f'<span class="line small">{begin}</span>{others}'

    def note(self, html):
        """Return what only teachers read. A name in braces stands for its answer."""
        if self._answers is None:
            return ""
        filled = re.sub(r"\{(.*?)\}", lambda found: self.text(found[1]), html)
        return f'<div class="note">{filled}</div>'

    def drawn(self, x, y, name, width=58, height=27):
        """Return a box in a picture, with its middle at a place."""
        look = {"fill": "white", "stroke": INK, "stroke_width": 1.4}
        box = svg.rectangle(x - width / 2, y - height / 2, width, height, **look)
        words = svg.text(x, y + 5.5, self.text(name), "middle", weight="bold")
        named = f'<text font-style="italic" data-name="{name}" '
        return box + words.replace("<text ", named, 1)


def _written(words):
    return f"<i>{escape(words)}</i>" if words else "&nbsp;"


def table(heads, rows, kind="wide", left=()):
    """Write a table; the columns whose places are in `left` begin at the left."""
    mark = [' class="left"' if k in left else "" for k in range(len(heads))]
    head = "".join(f'<th scope="col"{m}>{words}</th>' for m, words in zip(mark, heads, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{m}>{cell}</td>' for m, cell in zip(mark, row, strict=True))}</tr>"
        for row in rows
    )
    return f'<table class="{kind}"><tr>{head}</tr>{body}</table>'


def sideways(rows, kind=""):
    """Write a table whose first column holds the headings."""
    filled = [(head, "".join(f"<td>{cell}</td>" for cell in cells)) for head, *cells in rows]
    body = "".join(
        f'<tr><th scope="row" class="left">{head}</th>{cells}</tr>' for head, cells in filled
    )
    return f'<table class="{kind}">{body}</table>'


def section(place, title, teacher, *parts):
    """Return one printed page; where `teacher` is None, nobody writes a name on it."""
    side = {
        True: '<span class="teacher">FOR TEACHERS · ANSWERS</span>',
        False: f'<span class="name">Name {"." * 60}</span>',
        None: "",
    }[teacher]
    head = f"<header><b>{place}</b>{side}</header><h1>{title}</h1>"
    return f"<section>{head}{''.join(parts)}</section>"


def document(title, sections, size=None):
    """Return a whole HTML file, which needs no other file.

    Parameters
    ----------
    title : str
    sections : list of str
        From `section`, one for each printed page.
    size : str, optional
        "A4" or "Letter". Without it, whoever prints chooses.
    """
    paper = f"@page {{ size: {SIZES[size]}; }}" if size else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{CSS}{paper}</style>\n</head>\n"
        f"<body><main>\n{chr(10).join(sections)}\n</main></body>\n</html>\n"
    )
