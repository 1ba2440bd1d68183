"""The HTTP/JSON API; needs the extra `serve`, so only `gui-agent serve` imports it."""
