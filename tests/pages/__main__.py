"""python -m tests.pages FOLDER [PAGES]: writes pages/*.txt and gold/*.xml, so many of each tier (20)."""

import sys
from pathlib import Path

from .maker import write_pages

if len(sys.argv) not in (2, 3):
    sys.exit(__doc__)
write_pages(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 20)
