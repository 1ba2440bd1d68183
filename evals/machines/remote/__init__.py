"""Machines somewhere else that speak OSWorld's in-guest HTTP interface."""
