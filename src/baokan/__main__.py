"""python -m baokan."""

from baokan.cli import main

main(prog_name="baokan")
