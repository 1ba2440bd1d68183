"""Grading outside the guest: getters fetch state from a machine, metrics judge it."""

from evals.graders.context import GradingContext
from evals.graders.errors import GraderError
from evals.graders.evaluate import Verdict, evaluate
from evals.graders.score import Score

__all__ = ["GraderError", "GradingContext", "Score", "Verdict", "evaluate"]
