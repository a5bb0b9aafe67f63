"""The parts of ``tests/run_all.py``: what runs, how it runs side by side, and how its results are counted."""
