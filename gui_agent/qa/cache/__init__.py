"""What a test saw when it passed, kept beside it: a second run needs no networks and less waiting."""
