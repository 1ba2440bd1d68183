"""The Model Context Protocol; needs the extra `serve`, so only `gui-agent mcp` imports it."""
