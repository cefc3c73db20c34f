"""A group of commands that imports one only when it is called, so that ``--help`` is quick."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click

from fidelity.settings import WrongSetting


class LazyGroup(click.Group):
    """``commands_by_path`` maps a name to ``module:attribute`` and the line that help shows for it."""

    def __init__(self, *args: Any, commands_by_path: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_path = commands_by_path

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's shape
        """In the order in which they are of use."""
        return list(self._by_path)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load the one that is called."""
        if cmd_name not in self._by_path:
            return None
        module, name = self._by_path[cmd_name][0].split(":")
        return cast("click.Command", getattr(import_module(module), name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """From the table here, so that help loads nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._by_path.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """A setting that cannot be used is told in its own words, whichever command reads it."""
        try:
            return super().invoke(ctx)
        except WrongSetting as error:
            raise click.ClickException(str(error)) from None
