"""Language models, behind the same few types: `open_chat_model` opens one."""
