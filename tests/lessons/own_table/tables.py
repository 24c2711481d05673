"""Lines of tables, right ones and ones with a fault in them."""

import numpy as np

SAVE_AS = 'open it in a spreadsheet, choose "Save as" and there "CSV UTF-8"'


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
