"""The Agent Client Protocol; needs the extra `serve`, so only `gui-agent acp` imports it."""
