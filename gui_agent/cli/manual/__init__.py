"""The manual: a page for every command, made of the command itself and of a table of examples."""
