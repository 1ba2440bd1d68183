"""What the server answers when it cannot do what it is asked."""

from __future__ import annotations


class BadRequest(Exception):
    """A field is missing or of the wrong kind."""

    code = 400


class NotFound(Exception):
    """What was asked for does not exist."""

    code = 404


class Failed(Exception):
    """The thing was tried and did not work."""

    code = 500
