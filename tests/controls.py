"""Moving the controls of a panel from one end to the other, alone and two at a time."""

import itertools
import re


def ends(control):
    """Return the lowest and the highest value of a control."""
    if hasattr(control, "options"):
        return control._options_full[0][1], control._options_full[-1][1]
    if hasattr(control, "base"):  # its ends are exponents
        return control.base**control.min, control.base**control.max
    return control.min, control.max


def check_controls_alone_and_in_pairs(panel):
    """Check that every control changes the picture and back, and that no two ends break it."""
    start, opening = panel.values(), panel.picture.value
    for name, control in panel.controls.items():
        for value in ends(control):
            control.value = value
            assert (panel.picture.value == opening) == (value == start[name]), (name, value)
        control.value = start[name]
    assert panel.picture.value == opening
    for one, other in itertools.combinations(panel.controls, 2):
        for values in itertools.product(ends(panel.controls[one]), ends(panel.controls[other])):
            panel.controls[one].value, panel.controls[other].value = values
            assert panel.error is None, (one, other, values)
            assert not re.search("nan|inf|\\d{9}", panel.picture.value.replace("font-family", ""))
        panel.controls[one].value, panel.controls[other].value = start[one], start[other]
