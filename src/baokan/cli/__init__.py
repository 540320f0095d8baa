"""The command line: one command a module, each opens, calls, prints.

A command's module is imported only when the command is asked for, so that `baokan --help` stays fast.
"""

from __future__ import annotations

from importlib import import_module

import click

from baokan import __version__

# Command -> (module, attribute), in the order in which the data flows; the help shows it so.
COMMANDS = {
    "build": ("baokan.cli.build", "build"),
    "encode": ("baokan.cli.encode", "encode"),
    "validate": ("baokan.cli.validate", "validate"),
    "render": ("baokan.cli.render", "render"),
    "annotate": ("baokan.cli.annotate", "annotate"),
    "import": ("baokan.cli.importing", "import_command"),
    "restore": ("baokan.cli.restore", "restore"),
    "schema": ("baokan.cli.schema", "schema"),
    "score": ("baokan.cli.score", "score"),
    "search": ("baokan.cli.search", "search"),
    "serve": ("baokan.cli.serve", "serve"),
    "export": ("baokan.cli.export", "export_command"),
}


class LazyGroup(click.Group):
    """A group that loads a command's module when the command is looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="baokan")
def main() -> None:
    """Chinese newspapers as a validated TEI corpus, and its print and web editions."""
