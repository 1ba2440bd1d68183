"""Getters of our own: they fetch files and state out of the guest and read them here."""
