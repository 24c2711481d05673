"""How Sphinx makes the reading site. `tools/site_pages.py` lays out its sources and calls it."""

import os
import tomllib
from pathlib import Path

ROOT = Path(os.environ["SITE_ROOT"])
about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "A neural network in plain NumPy"
author = "The nnlib maintainers"
project_copyright = "The nnlib maintainers"
version = about["version"]
language = "en"
# Quotation marks and dashes stay as they were written: they stand in code and in formulas, too.
smartquotes = False

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "tools.site_extension",
]

# The stored outputs are what the tests compare; nothing is run for the site.
nb_execution_mode = "off"
# A panel's still picture, rather than a widget that nobody answers.
nb_mime_priority_overrides = [
    ("html", "text/html", 0),
    ("html", "application/vnd.jupyter.widget-view+json", None),
]
nb_code_prompt_show = "Show the result"
nb_code_prompt_hide = "Fold the result"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
napoleon_google_docstring = False
napoleon_use_rtype = False
# What stands between single backticks in a docstring is code.
default_role = "literal"

html_theme = "sphinx_book_theme"
html_title = project
html_static_path = ["_static"]
templates_path = ["_templates"]
html_sidebars = {"**": ["home.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_context = {"default_mode": "auto"}
html_favicon = "_static/favicon.svg"
html_copy_source = False
html_use_index = False
html_domain_indices = False
html_show_sourcelink = False
html_math_renderer = "mathml"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "toc_title": "On this page",
    "extra_footer": "<p>Texts and pictures: CC BY 4.0. Code: MIT licence.</p>",
}
