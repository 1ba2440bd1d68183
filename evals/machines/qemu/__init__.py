"""Machines that are whole virtual machines, worked through QEMU from outside the guest."""
