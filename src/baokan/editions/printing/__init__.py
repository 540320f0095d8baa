from baokan.editions.printing.fonts import *
from baokan.editions.printing.fonts import issue_to_pdf, font_folders
