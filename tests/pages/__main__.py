"""python -m tests.pages FOLDER [PAGES] [SET]: writes pages/*.txt and gold/*.xml, so many of each tier (20).

SET says from which stories: articles (where nothing is said), held, varied, decades, unlike.
No weight is fitted on held and unlike.
"""

import sys
from pathlib import Path

from .maker import write_pages
from .stories import SETS

arguments = sys.argv[1:]
of = next((a for a in arguments if a in SETS), "articles")
rest = [a for a in arguments if a not in SETS]
if len(rest) not in (1, 2) or rest[0].startswith("-") or rest[0].startswith("-") or len(arguments) - len(rest) > 1:
    sys.exit(__doc__)
write_pages(Path(rest[0]), int(rest[1]) if len(rest) == 2 else 20, of)
