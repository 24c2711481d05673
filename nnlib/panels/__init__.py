"""Panels: controls, joined to an experiment's numbers and to the figure that draws them.

One module for each notebook, and `frame` for all. A panel is shown by being the last line of a
cell. Whatever is set, no traceback reaches the learner: a setting that cannot be shown is explained
in the sentence under the picture.
"""

from nnlib.panels.frame import Panel
from nnlib.panels.training import TrainerPanel, trainer_panel
