"""What ``bench/queries.py`` is made of, beside what it shares with ``bench/page.py``."""
