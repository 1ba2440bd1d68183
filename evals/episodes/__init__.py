"""An episode: one task, tried once, in an environment that judges it; and what is kept of it."""
