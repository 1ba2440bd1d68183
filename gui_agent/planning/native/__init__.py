"""Planners that speak a model's own computer tool: it points, and everything else is as with any planner."""
