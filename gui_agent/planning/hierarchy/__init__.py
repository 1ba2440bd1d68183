"""Planning in two layers: a manager of subgoals, and a worker of their steps."""
