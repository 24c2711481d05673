"""The overview as one HTML page, which needs nothing else and which a class may look at."""

from html import escape

from classroom.overview.summary import share, tasks_by_lesson
from classroom.overview.tables import LEGEND, SIGNS, TITLES

STYLE = """
:root {color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif}
body {max-width: 1200px; margin: 24px auto; padding: 0 16px}
h1 {font-size: 26px; margin: 0 0 8px} h2 {font-size: 21px; margin: 32px 0 8px}
h3 {font-size: 16px; margin: 16px 0 4px}
.wide {overflow-x: auto}
table {border-collapse: collapse}
th, td {border: 1px solid #8888; padding: 2px 7px; text-align: center; white-space: nowrap}
tbody th {text-align: left; font-weight: normal; position: sticky; left: 0; background: Canvas}
thead th {vertical-align: bottom}
thead th span {writing-mode: vertical-rl; transform: rotate(180deg); font-weight: normal}
.good {background: #cfe8d6; color: #10331c} .bad {background: #f8d9c4; color: #4a1d00}
.open {background: #e4e4e4; color: #333}
.doubt {outline: 3px solid #aa4400; outline-offset: -3px}
tfoot td, tfoot th {font-weight: bold}
dl {margin: 8px 0} dt {font-weight: bold} dd {margin: 0 0 8px 16px}
label {display: inline-block; padding: 4px 0}
.number {display: none}
body:has(#hide:checked) .name {display: none}
body:has(#hide:checked) .number {display: inline}
"""
LOOKS = {"✓": "good", "✗": "bad", "!": "bad", "?": "open", "○": "open"}


def html_page(pupils, problems=(), names=True):
    """Return the page.

    Parameters
    ----------
    pupils : list of Pupil
    problems : list of (str, str)
        Files, and what is wrong with them.
    names : bool
        Without them the page knows pupils by numbers only; with them a box hides them.
    """
    parts = ["<h1>Who has solved what</h1>", f"<p>{escape(LEGEND)}</p>"]
    if names:
        parts.append('<label><input type="checkbox" id="hide"> Hide the names</label>')
    for lesson, tasks in tasks_by_lesson(pupils).items():
        parts.append(f"<h2>{escape(lesson.replace('_', ' '))}</h2>")
        for kind, title in TITLES.items():
            block = [task for task in tasks if task.kind == kind]
            if block:
                parts += [f"<h3>{escape(title)}</h3>", _table(pupils, block, names, title, lesson)]
        told = [task for task in tasks if task.reason]
        if told:
            parts.append("<h3>What was told most often</h3><dl>")
            for task in told:
                parts.append(
                    f"<dt>{escape(task.name)} ({task.times})</dt><dd>{escape(task.reason)}</dd>"
                )
            parts.append("</dl>")
    if problems and names:
        items = "".join(f"<li>{escape(file)}: {escape(why)}</li>" for file, why in problems)
        parts.append(f'<div class="name"><h2>Files with problems</h2><ul>{items}</ul></div>')
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Who has solved what</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _table(pupils, block, names, title, lesson):
    heads = "".join(f'<th scope="col"><span>{escape(task.name)}</span></th>' for task in block)
    rows = []
    for i, pupil in enumerate(pupils):
        if all(task.outcomes[i] is None for task in block):
            continue
        cells = "".join(_cell(task, i, pupil) for task in block)
        rows.append(f'<tr><th scope="row">{_who(i, pupil, names)}</th>{cells}</tr>')
    sums = "".join(f"<td>{share(task)}</td>" for task in block)
    label = escape(f"{title}: {lesson}")
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody><tfoot><tr>"
        f'<th scope="row">all</th>{sums}</tr></tfoot></table></div>'
    )


def _who(i, pupil, names):
    number = f"pupil {i + 1}"
    if not names:
        return number
    return f'<span class="name">{escape(pupil.name)}</span><span class="number">{number}</span>'


def _cell(task, i, pupil):
    outcome = task.outcomes[i]
    if outcome is None:
        return "<td></td>"
    sign, told = SIGNS[outcome], pupil.reasons.get(task.name, "")
    doubted = task.kind == "exercises" and task.name in pupil.doubts
    said = [f"{outcome}.", told, "The stored result is wrong." if doubted else ""]
    words = " ".join(filter(None, said))
    classes = LOOKS[sign] + (" doubt" if doubted else "")
    return f'<td class="{classes}" title="{escape(words)}">{sign}</td>'
