"""The desktop suite: tasks in OSWorld's format, each proved by an oracle and by near misses."""
