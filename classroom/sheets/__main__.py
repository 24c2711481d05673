"""python -m classroom.sheets FOLDER"""

import argparse
import sys
from pathlib import Path

from classroom.sheets import write_sheets
from classroom.sheets.page import SIZES
from classroom.sheets.printing import chromium

NO_BROWSER = (
    "No PDF was made, as neither Chromium nor Chrome is found here. Open the HTML files in any "
    "browser, and print them from there."
)


def main(arguments=None):
    """Write the work sheets; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m classroom.sheets",
        description="Write work sheets to print, each with an answer sheet for teachers.",
    )
    parser.add_argument("folder", type=Path, help="where to write them; made if it is not there")
    parser.add_argument("--paper", choices=SIZES, default="A4", help="of the PDFs")
    parser.add_argument("--no-pdf", action="store_true", help="write the HTML files only")
    options = parser.parse_args(arguments)
    try:
        written = write_sheets(options.folder, not options.no_pdf, options.paper)
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return 2
    except RuntimeError as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    for path in written:
        print(path)
    if not options.no_pdf and chromium() is None:
        print(NO_BROWSER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
