"""``fidelity doctor``: what is wrong with this machine, and how to mend it."""

import sys

import click

from fidelity.commands.checks import all_findings
from fidelity.commands.finding import Finding
from fidelity.settings import Settings, WrongSetting


@click.command()
def doctor() -> None:
    """Look at settings, folders, disk, database, queue, models, pages and port.

    Ends with 1 when something is wrong.
    """
    try:
        settings = Settings.from_environment()
    except WrongSetting as error:
        _say(Finding("settings", str(error), is_well=False))
        sys.exit(1)
    is_well = True
    for finding in all_findings(settings):
        _say(finding)
        is_well = is_well and finding.is_well
    sys.exit(0 if is_well else 1)


def _say(finding: Finding) -> None:
    tick = click.style("✓", fg="green") if finding.is_well else click.style("✗", fg="red")
    click.echo(f"{tick} {finding.name}: {finding.sentence}")
