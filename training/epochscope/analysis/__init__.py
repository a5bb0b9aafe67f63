"""Analyze a recorded run; needs NumPy only."""
