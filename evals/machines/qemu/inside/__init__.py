"""What runs inside a virtual machine before anything else does: standard library only."""
