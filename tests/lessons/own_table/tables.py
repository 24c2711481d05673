"""Lines of tables, right ones and ones with a fault in them; doing what a message suggests."""

import re

import numpy as np

from classroom.datasets.own_table import own_table


def rows(n=40):
    """Return the lines of a good file: three columns, two in five rows are of class 1."""
    return ["age,height,sold", *(f"{20 + k},{k * 37 % 50}.5,{k * 7 % 5 // 3}" for k in range(n))]


def numbers(lines):
    """Return the lines' numbers in the course's shape, the label last."""
    return np.array([line.split(",") for line in lines[1:]], float).T


def cell(line, column, text, lines=None):
    """Return the lines with another text in this cell; lines count from 1, columns from 0."""
    lines = list(lines or rows())
    cells = lines[line - 1].split(",")
    cells[column] = text
    lines[line - 1] = ",".join(cells)
    return lines


def column(text, name="x", lines=None):
    """Return the lines with one more column in front: text(k) in the row k."""
    lines = lines or rows()
    return [f"{name},{lines[0]}", *(f"{text(k)},{line}" for k, line in enumerate(lines[1:]))]


def label(text):
    """Return the lines with other labels: text(k) in the row k."""
    return ["age,height,sold", *(f"{20 + k},{k * 37 % 50}.5,{text(k)}" for k in range(40))]


def swapped(lines, signs=",;"):
    return [line.replace(*signs) for line in lines]


HOLDS = ", but a label is 0 or 1; the column holds "

CORRECT = 'correct such cells in the file, or empty them and try missing="drop"'

CALL = re.compile(
    r'((?:separator|decimal|ignore|names|label|missing)=(?:\[[^\]]*\]|"(?:[^"\\]|\\.)*")(?:, )?)+'
)


def calls(message):
    """Return the options of each call that a message suggests for the file as it is."""
    found = []
    for clause in re.split(r"; | or (?=label=)", message):
        if not re.search(
            "empty (these|such) cells|save the file|make that column the label", clause
        ):
            found += [eval(f"dict({call[0].rstrip(', ')})") for call in CALL.finditer(clause)]
    return found


def obeyed(path, label, **options):
    """Return the table that is read once the suggested calls are made, and all that was said."""
    said = []
    for _ in range(9):
        try:
            return own_table(path, label, report=None, **options), said
        except ValueError as error:
            message = str(error)
        assert message not in said, f"the suggested call does not help: {message}"
        said.append(message)
        suggested = calls(message)
        assert suggested, message
        label = next((call.pop("label") for call in suggested if "label" in call), label)
        first = {key for call in suggested for key in call} & {"separator", "names"}
        for call in suggested:
            if not first or first & set(call):
                ignore = dict.fromkeys([*options.get("ignore", ()), *call.get("ignore", ())])
                options |= call | ({"ignore": list(ignore)} if ignore else {})
    raise AssertionError(said)


def same_numbers(table, other):
    return all(np.array_equal(a, b) for a, b in zip(table[:4], other[:4], strict=True))
