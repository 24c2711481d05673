"""The data of the course, in its one shape convention: X is (features, m), Y is (1, m).

Nothing is downloaded: scikit-learn makes the moons and carries the breast-cancer table, and the
figures of an economy lie in `nnlib/data`.
"""

from nnlib.datasets.economy import (
    change,
    economy,
    growth,
    in_recession,
    inputs,
    parse_economy,
    recession_ahead,
    recession_forecast,
)
from nnlib.datasets.own_table import OwnTable, own_table
from nnlib.datasets.samples import Example, Split, breast_cancer, by_hand, moons, published_run
