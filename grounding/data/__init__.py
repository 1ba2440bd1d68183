"""Training and test data for the grounding model, rendered by real toolkits with true boxes."""
