"""Modules that programs sent to the server expect to find, under the names they expect."""
