"""The data of the course, in its one shape convention: X is (features, m), Y is (1, m).

Nothing is downloaded: the moons are computed, scikit-learn carries the breast-cancer table, and the
figures of an economy and the measurements of penguins lie beside this file.
"""

from classroom.datasets.economy import (
    change,
    economy,
    growth,
    in_recession,
    inputs,
    parse_economy,
    recession_ahead,
    recession_forecast,
)
from classroom.datasets.own_table import OwnTable, own_table
from classroom.datasets.planes import plane_data
from classroom.datasets.samples import (
    Example,
    Split,
    breast_cancer,
    by_hand,
    moons,
    published_run,
    sample_table,
)
