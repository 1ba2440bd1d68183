"""Learning from what was done: runs become data that models are trained on."""
