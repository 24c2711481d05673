"""Which warnings are faults of ours: one rule, for the tests and for every Python they start.

A deprecation is a note to whoever wrote the line that it points to. One that points to a line of
ours, in a module, a test or a notebook's cell, is a fault; one inside a library is the library's
own business, and is passed over. Every other warning is a fault wherever it comes up: a mean over
nothing, a fit that does not converge or a glyph that is missing is what our call led to.
"""

import warnings

# Our modules by the first part of their name; `__main__` is a notebook's cell, or a script.
OURS = r"(nnlib|classroom|tests|conftest|benchmarks|tools|start|__main__)(\.|$)"
ELSEWHERE = f"(?!{OURS})"
NOTES = DeprecationWarning, PendingDeprecationWarning, FutureWarning


def lines():
    """Return the rule as pytest's `filterwarnings` takes it, the most general line first."""
    return ["error", *(f"ignore::{note.__name__}:{ELSEWHERE}" for note in NOTES)]


def apply():
    """Make the rule hold in this process."""
    warnings.simplefilter("error")
    for note in NOTES:
        warnings.filterwarnings("ignore", category=note, module=ELSEWHERE)
