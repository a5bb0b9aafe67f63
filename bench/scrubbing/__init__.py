"""What ``bench/page.py`` is made of, and ``bench/queries.py`` in part: the clock is in ``web/bench``."""
