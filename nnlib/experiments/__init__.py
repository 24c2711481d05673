"""Experiments: settings in, numbers out. What figures draw and panels ask for.

One module for each notebook, and `plane` for all. No drawing and no widgets here. Columns are
examples, as everywhere.
"""

from nnlib.experiments.plane import MOONS_X, MOONS_Y, middles, plane, region
from nnlib.experiments.training import Session, Settings, layer_sizes, signals
