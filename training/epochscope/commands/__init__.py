"""The commands that only need the store."""
