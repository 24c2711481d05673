"""What a teacher allows in a folder of notebooks: hints and solutions, or neither."""

import json
import os
from pathlib import Path

from classroom.practice.answers import course_folder

NAME = "teacher.json"
# Names another file, such as one on a server that pupils can read and not write.
VARIABLE = "CLASSROOM_TEACHER"


def allowed(what):
    """Tell whether "hints" or "solutions" are shown; where nothing is said, they are.

    A file that cannot be read allows neither: it was written to take something away.
    """
    try:
        file = Path(os.environ.get(VARIABLE) or course_folder() / NAME)
        rules = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(rules, dict) and rules.get(what, True) is True
