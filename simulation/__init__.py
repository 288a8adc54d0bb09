"""Simulate a data breach and play it with a room."""
