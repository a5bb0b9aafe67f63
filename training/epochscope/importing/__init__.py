"""Turn arrays that other programs wrote into a run: nothing is ever unpickled, and sizes are checked before use."""
