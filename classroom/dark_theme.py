"""All pictures, live or still, drawn or a bitmap, where the page around them is dark.

Light and dark change places, and each colour stays what it is: blue stays blue, orange orange.
"""

FILTER = "invert(0.88) hue-rotate(180deg)"
# A picture, and not a part of it that is itself an <svg>: twice turned would be not turned at all.
PICTURES = ".nnlib-picture svg:not(svg *), img.nnlib-still"
# JupyterLab's and Notebook's dark themes. Belongs into a widget of each panel and question.
STYLE = f"""<style>
[data-jp-theme-light="false"] :is({PICTURES}) {{filter: {FILTER}}}
</style>"""
