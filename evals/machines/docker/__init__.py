"""Machines that are containers of a docker engine, over the same root filesystem as sandboxes."""
