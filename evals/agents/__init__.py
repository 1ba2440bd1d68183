"""Agents as the runner plays them: the product's own, and the plain ones that prove tasks and graders."""
