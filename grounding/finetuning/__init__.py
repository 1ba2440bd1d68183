"""Fine-tuning of public grounding models: LoRA on targets, reasoning over trajectories, reinforcement."""
