"""What teaches the network: the lessons, exercises that answer back, and the data.

A notebook takes from here what it speaks to the learner with, and the rest from its own lesson in
`classroom.lessons`. Arrows go one way: notebooks, classroom, nnlib.
"""

from threadpoolctl import threadpool_limits

from classroom.pictures import show
from classroom.practice import (
    check,
    hint,
    my_functions,
    my_predictions,
    predict,
    recall,
    reveal,
    solution,
)
from classroom.where import in_browser

if in_browser():
    from classroom.wheels import fetch_when_imported, overlook_what_is_deprecated

    overlook_what_is_deprecated()
    fetch_when_imported()

# With matrices as small as the course's, a second thread only gets in the way of the first.
# `one_thread.restore_original_limits()` takes the limit back.
one_thread = threadpool_limits(1, user_api="blas")
