"""From settings to what a desk behind a door stands on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from actions.computer import Computer
from gui_agent.approval import Asker, AutoApprover, NeverApprover, PolicyApprover
from gui_agent.errors import SettingsError
from gui_agent.parts import Parts, Wrapping, embedded_parts
from gui_agent.policy import default_policy, load_policy
from gui_agent.settings import Settings
from gui_agent.types import Approver

ASKING_PAGES = ("gui-agent: watch and answer", "gui-agent: the API")
"""Titles of the pages of `gui-agent serve` on which a person can allow what the agent asks for."""


def own_desktop(settings: Settings) -> Computer:
    """Open the person's own desktop; where they are asked, in a terminal or a page, is out of its reach.

    Raises what `open_computer` raises.
    """
    from actions.open_computer import open_computer

    return open_computer("local", hot_key=settings.hot_key, asking_titles=ASKING_PAGES)


def open_for(settings: Settings, folder: Path) -> Computer:
    """Open the computer that the settings name; a private one's home is in ``folder`` where they name none.

    Raises `SettingsError` for a home folder that cannot be used, and what opening raises.
    """
    from actions.geometry import Size
    from actions.open_computer import open_computer

    if settings.computer == "local":
        return own_desktop(settings)
    home = settings.home or folder / "home"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot use the home folder {home}: {error.strerror or error}"
        raise SettingsError(f"{what}; choose another with --home FOLDER") from error
    return open_computer("virtual", size=Size(*settings.screen_size), home=home, take_over=True)


def approve_word(settings: Settings) -> str:
    """Return how actions are approved: auto, never, ask or the path of a policy."""
    return settings.approve or ("auto" if settings.computer == "virtual" else "ask")


def desk_approver(settings: Settings, asker: Asker) -> Approver:
    """Return the approver that the settings name; questions go to ``asker``. Raises `SettingsError`."""
    match approve_word(settings):
        case "auto":
            return AutoApprover()
        case "never":
            return NeverApprover()
        case "ask":
            return PolicyApprover(default_policy(), asker)
        case path:
            return PolicyApprover(load_policy(Path(path).expanduser()), asker)


@contextlib.contextmanager
def desk_parts(place: Computer, settings: Settings, around: Wrapping | None = None) -> Iterator[Parts]:
    """Open eyes and planner: the language model's where one is named. Raises what opening them raises.

    ``around`` wraps what finds targets; a language model finds them its own way.
    """
    if not settings.model:
        yield embedded_parts(place, settings.grounder, settings.weights, around)
        return
    from gui_agent.chat.opening import open_chat_model
    from gui_agent.planning.model.parts import model_parts

    with contextlib.closing(open_chat_model(settings.model, settings)) as model:
        yield model_parts(place, model, settings, settings.grounder, settings.weights)
