"""Specialists' tools: programs, pages and spreadsheets of a machine, worked past mouse and keyboard."""
