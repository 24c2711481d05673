"""Panels: controls, joined to an experiment's numbers and to the figure that draws them.

One module for each notebook, and `frame` for all. A panel is shown by being the last line of a
cell. Whatever is set, no traceback reaches the learner: a setting that cannot be shown is explained
in the sentence under the picture.
"""

from nnlib.panels.a_nations_economy import overfitting_panel, years_panel
from nnlib.panels.activations import bend_panel, slope_panel
from nnlib.panels.backprop import fading_panel, nudge_panel
from nnlib.panels.david_vs_goliath import twins_panel
from nnlib.panels.faster import optimizer_panel
from nnlib.panels.forward_pass import forward_columns_panel, forward_flow_panel
from nnlib.panels.frame import Panel
from nnlib.panels.get_keras import offer_keras
from nnlib.panels.initialization import initialization_panel
from nnlib.panels.loss import prediction_panel, threshold_panel
from nnlib.panels.start_here import slider_panel, taste_panel
from nnlib.panels.training import TrainerPanel, trainer_panel
from nnlib.panels.update_rule import bowl_panel, rate_panel
