"""Tells the steps of a run a few times a second, however many come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui_agent.errors import SettingsError
from tui.assistant.feed import PlanTree, StepFeed
from tui.assistant.protocol import StepShown
from tui.assistant.status import Spent

if TYPE_CHECKING:
    from tui.assistant.app import AssistantApp

NEWS_SECONDS = 0.2


class StepsTold:
    """Gathers steps and shows them together; ``spent`` is what the task cost so far."""

    def __init__(self, app: AssistantApp) -> None:
        self._app = app
        self._news: list[StepShown] = []
        self.spent = Spent()

    def add(self, step: StepShown) -> None:
        """Tell ``step`` soon, with those that come meanwhile."""
        if not self._news:
            self._app.set_timer(NEWS_SECONDS, self.catch_up)
        self._news.append(step)

    def catch_up(self) -> None:
        """Tell the steps that came since the last time."""
        app = self._app
        news, self._news = self._news, []
        if not news or not app.screen_stack:  # nothing came, or the application is closing
            return
        self._keep_what_is_allowed()
        app.part(StepFeed).steps([step for step in news if step.over])
        for step in news:
            self.spent = self.spent.with_(step)
        last = news[-1]
        app.gate.told(last)
        app.part(PlanTree).show(last.plan, last.cursor, last.ending)
        if app.busy and not app.stopping.begun:
            app.show_state(app.going_on())

    def _keep_what_is_allowed(self) -> None:
        """Write down what was allowed for good: steps that follow show that the answer was taken."""
        app = self._app
        try:
            app.settings, told = app.allowed.keep(app.settings)
        except SettingsError as error:
            app.note(str(error), "red")
        else:
            if told:
                app.note(told)
