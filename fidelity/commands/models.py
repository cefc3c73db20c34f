"""``fidelity models``: which models there are, getting them, and whether their files are right."""

import sys

import click

from fidelity.settings import Settings
from fidelity.weights.catalogue import ALWAYS_NEEDED, CATALOGUE
from fidelity.weights.check import MissingModel, is_local_folder, problems
from fidelity.weights.fetch import FetchFailed, fetch


@click.group("models")
def models() -> None:
    """Model files: list, fetch, check."""


@models.command("list")
def list_models() -> None:
    """Say which models there are, what for, and whether they are here."""
    settings = Settings.from_environment()
    for model in CATALOGUE.values():
        folder = settings.models_dir / model.name
        here = "here" if folder.exists() else "not here"
        needed = "needed" if model.name in _needed(settings) else "not needed"
        click.echo(f"{model.name}: {here}, {needed}")
        click.echo(f"  {model.purpose}; licence {model.licence}")
        for wheel in model.wheels:
            click.echo(f"  from the package {wheel.requirement}")
        for address in sorted({f"{f.hub.repository} at {f.hub.revision}" for f in model.files if f.hub}):
            click.echo(f"  {'or' if model.is_on_hub else 'in part'} from the hub: {address}")
    for name in filter(is_local_folder, settings.chosen_models):
        click.echo(f"{name}: a folder of your own, not checked, needed")


@models.command("fetch")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def fetch_models(names: tuple[str, ...]) -> None:
    """Get the models NAME, or all that the service needs. What is in place is left alone."""
    from rich.console import Console

    settings = Settings.from_environment()
    console = Console(stderr=True)
    with console.status("Looking for the models") as status:

        def report(name: str, what: str) -> None:
            status.update(f"{name}: {what}")
            if what in ("in place", "fetched"):
                console.print(f"{name}: {what}", highlight=False)

        try:
            fetch(settings.models_dir, names or _needed(settings), report)
        except (FetchFailed, MissingModel) as error:
            raise click.ClickException(str(error)) from None


@models.command("check")
def check_models() -> None:
    """Hash every file of the models that are here or needed. Exit 1 when something is wrong."""
    from rich.console import Console
    from rich.progress import track

    settings = Settings.from_environment()
    needed = _needed(settings)
    concerned = [m for m in CATALOGUE.values() if m.name in needed or (settings.models_dir / m.name).exists()]
    wrong = []
    for model in track(concerned, description="Hashing", console=Console(stderr=True), transient=True):
        found = [str(problem) for problem in problems(settings.models_dir / model.name, model)]
        wrong += found
        click.echo(f"{model.name}: {'wrong' if found else 'right'}")
    for name in settings.chosen_models:
        if is_local_folder(name):
            click.echo(f"{name}: a folder of your own, not checked")
        elif name not in CATALOGUE:
            wrong.append(f"The settings name a model that is not there: {name}")
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


def _needed(settings: Settings) -> tuple[str, ...]:
    chosen = [name for name in settings.chosen_models if not is_local_folder(name)]
    return (*chosen, *ALWAYS_NEEDED)
