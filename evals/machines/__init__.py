"""Machines that tasks run on: one protocol, several providers."""
