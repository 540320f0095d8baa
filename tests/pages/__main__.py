"""python -m tests.pages FOLDER [PAGES] [--held]: writes pages/*.txt and gold/*.xml, so many of each tier (20).

--held makes them from the articles that are kept apart, which no weight is fitted on.
"""

import sys
from pathlib import Path

from .maker import write_pages

held = "--held" in sys.argv
arguments = [a for a in sys.argv[1:] if a != "--held"]
if len(arguments) not in (1, 2):
    sys.exit(__doc__)
write_pages(Path(arguments[0]), int(arguments[1]) if len(arguments) == 2 else 20, held)
