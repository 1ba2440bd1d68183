"""Earlier runs: a list of them, and what can be made of one."""
