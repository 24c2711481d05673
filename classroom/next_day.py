"""What is live, the next day: a notebook that is opened again shows its last pictures.

JupyterLab saves what widgets show with the notebook (start.py switches that on), but not the kernel
that moved them. It marks each part of such a widget with a red broken chain; a line that says what
to do is of more use.
"""

LIVE = ("nnlib-panel", "nnlib-question")
GONE = "jupyter-widgets-disconnected"


def _everywhere(rule):
    return ",\n".join(rule.format(live=name, gone=GONE) for name in LIVE)


# Belongs into a widget of each panel and question.
STYLE = f"""<style>
{_everywhere(".{live} .{gone}::before")}, {_everywhere(".{live}.{gone}::before")} {{content: none}}
{_everywhere(".{live}.{gone}::after")} {{
    content: "This is how it looked last time. Run the cell to bring it back to life.";
    font-style: italic; line-height: 1.6; padding-top: 4px;
}}
</style>"""
