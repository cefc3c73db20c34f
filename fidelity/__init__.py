"""Fidelity: the weekly consultation of Multisystemic Therapy teams, on the machine of the service."""
