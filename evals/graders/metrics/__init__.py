"""Metrics of our own; their results agree with OSWorld's, which tests compare side by side."""
