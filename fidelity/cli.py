"""The command ``fidelity``: knows every command by its path, and loads only the one that is called."""

import click

from fidelity.commands.lazy import LazyGroup

_COMMANDS = {
    "run": ("fidelity.commands.run:run", "Everything on one machine."),
    "web": ("fidelity.commands.serve:web", "The pages alone."),
    "worker": ("fidelity.commands.serve:worker", "One worker alone."),
    "cron": ("fidelity.commands.serve:cron", "What is done by the clock, alone."),
    "demo": ("fidelity.commands.demo:demo", "The fictional team: fill and clear."),
    "team": ("fidelity.commands.team_commands:team", "Teams: add, list."),
    "user": ("fidelity.commands.user_commands:user", "People who sign in: add, password, list."),
    "case": ("fidelity.commands.case_commands:case", "Cases: add, list."),
    "transcribe": ("fidelity.commands.transcribe:transcribe", "Write down what is said in a recording."),
    "tag": ("fidelity.commands.tag:tag", "Suggest which principles a note or turns show."),
    "tag-again": ("fidelity.commands.tag_again:tag_again", "Look again where nothing is published yet."),
    "models": ("fidelity.commands.models:models", "Model files: list, fetch, check."),
    "doctor": ("fidelity.commands.doctor:doctor", "Say what is wrong, and how to mend it."),
}


@click.group(
    cls=LazyGroup, commands_by_path=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
def main() -> None:
    """Weekly consultation of MST teams, on the machine of the service.

    Settings come from the environment; docs/settings.md explains each.
    """
