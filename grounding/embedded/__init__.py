"""The embedded grounding model: ONNX networks that detect, read, name icons and match words."""
