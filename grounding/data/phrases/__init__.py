"""Instructions in very many phrasings, each with the action, the target and the text it asks for."""
