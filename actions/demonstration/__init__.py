"""What a person does with mouse and keyboard: heard, joined into actions, with the screens before them."""
