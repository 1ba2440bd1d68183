"""Setting tasks up: running their config steps on a machine."""

from evals.setup.context import SetupContext
from evals.setup.downloads import Downloads
from evals.setup.run import run_steps, set_up

__all__ = ["Downloads", "SetupContext", "run_steps", "set_up"]
