"""Doors through which other programs work a computer: each stands on `gui_agent.desk.Desk`."""
