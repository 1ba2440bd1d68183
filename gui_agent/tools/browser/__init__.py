"""A browser by its pages: fixed operations over Chromium's debugging port, no script of anybody's."""
