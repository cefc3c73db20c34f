"""Jinja: where templates lie, what they may call, and no silent blanks."""

from pathlib import Path
from typing import Any, NoReturn, cast

from flask import Flask, current_app, g, url_for
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader
from sqlalchemy import exists, select

from fidelity.desk.deeds import DEEDS, FIXED, Group
from fidelity.desk.player import SPEEDS
from fidelity.usecases.find_experimental import find_experimental
from fidelity.web import filters
from fidelity.web.deps import db
from fidelity.web.navigation import navigation
from fidelity.web.own_choices import own_keys, own_player
from fidelity.web.team_tabs import further_places, team_tabs
from models import Principle, Team

TEMPLATES = Path(__file__).parents[2] / "templates"


class Strict(ChainableUndefined):
    """A misspelt name is an error, yet the optional keys of the NHS.UK macros still read as nothing."""

    def __str__(self) -> str:
        self._allow_only_missing_keys()
        return ""

    def __iter__(self) -> Any:
        self._allow_only_missing_keys()
        return super().__iter__()

    def _allow_only_missing_keys(self) -> None:
        if not isinstance(self._undefined_obj, dict) and not _is_of_the_macros(self._undefined_name):
            self._fail()

    def _fail(self) -> NoReturn:
        self._fail_with_undefined_error()


def _is_of_the_macros(name: str | None) -> bool:
    return name in {"caller", "params"}


def set_up(app: Flask) -> None:
    """Give Jinja its folders, filters and the names that every page knows."""
    app.jinja_options = {
        "loader": ChoiceLoader([FileSystemLoader(TEMPLATES), PackageLoader("nhsuk_frontend_jinja")]),
        "undefined": Strict,
        # Flask escapes in .html files alone; the macros of the components are .jinja files.
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    filters.set_up(app)
    app.jinja_env.globals.update(own_keys=own_keys, own_player=own_player, speeds=SPEEDS)
    app.jinja_env.globals.update(key_deeds=DEEDS, key_groups=Group, fixed_keys=FIXED)
    app.jinja_env.globals.update(
        navigation=navigation,
        team_tabs=team_tabs,
        further_places=further_places,
        static=_static,
        is_fictional=_is_fictional,
        experimental=_experimental,
    )


def _static(name: str) -> str:
    """Address of a built file that changes when the file does."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=int(path.stat().st_mtime) if path.exists() else 0)


def _is_fictional() -> bool:
    """Whether the demonstration is in the database: every page then says so."""
    return db().scalar(select(exists().where(Team.is_fictional))) or False


def _experimental() -> frozenset[Principle]:
    """Principles for which the machine's suggestions are experimental; asked once in a request."""
    if "experimental" not in g:
        g.experimental = find_experimental(db())
    return cast("frozenset[Principle]", g.experimental)
