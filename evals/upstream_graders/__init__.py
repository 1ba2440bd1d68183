"""OSWorld's own graders, as released, in an environment and a process of their own."""

from evals.upstream_graders.process import UpstreamGraders

__all__ = ["UpstreamGraders"]
