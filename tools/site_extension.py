"""What the reading site asks of Sphinx beyond its own: formulas as MathML, our short docstrings."""

import re

from docutils.nodes import SkipNode
from latex2mathml.converter import convert

SECTION = re.compile(r"-{3,}$")
ARGUMENT = re.compile(r"[A-Za-z]\w*(, \w+)* : ")
RETURNS = re.compile(r"Returns (\w+(, \w+)* : )")


def formula(kind):
    """Return a visitor that writes a formula as MathML, `inline` or as a `block`.

    Every browser draws it without a script, and without a font that would have to be fetched.
    """

    def visit(translator, node):
        mathml = convert(node.astext(), display=kind)
        if kind == "block":
            mathml = f'<div class="formula">{mathml}</div>'
        translator.body.append(mathml)
        raise SkipNode

    return visit


def in_sections(lines):
    """Return a docstring's lines with headings over arguments that stand there without one.

    The shortest functions of `nnlib` say in single lines what goes in and what comes out.
    """
    if any(SECTION.match(line) for line in lines):
        return lines
    made, before = [], None
    for line in lines:
        kind = "Parameters" if ARGUMENT.match(line) else "Returns" if RETURNS.match(line) else None
        if kind and kind != before:
            made += ["", kind, "-" * len(kind)]
        made.append(RETURNS.sub(r"\1", line) if kind else line)
        before = kind
    return made


def escaped(line):
    """Return a line in which stars, bars and underscores outside code mean themselves."""
    parts = re.split(r"(`[^`]*`)", line)
    parts[::2] = [re.sub(r"([*|\\]|_(?=\W|$))", r"\\\1", part) for part in parts[::2]]
    return "".join(parts)


def rewrite(app, what, name, thing, options, lines):
    """Make a docstring, in place, what Sphinx expects of one."""
    lines[:] = [escaped(line) for line in in_sections(lines)]


def setup(app):
    """Connect all of this with Sphinx."""
    app.add_html_math_renderer("mathml", (formula("inline"), None), (formula("block"), None))
    # Before napoleon, which has the usual 500.
    app.connect("autodoc-process-docstring", rewrite, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
