"""The HTTP API over a run store."""
