"""Web pages and imitations of desktops, drawn by a real browser, with the truth of their DOM."""
