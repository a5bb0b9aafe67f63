"""Analyze a recorded run; needs numpy only."""
