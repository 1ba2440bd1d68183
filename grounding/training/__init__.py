"""One flat script per network: arguments in, checkpoints and curves out, resumable."""
