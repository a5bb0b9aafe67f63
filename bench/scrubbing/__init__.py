"""What ``bench/page.py`` is made of: parts that act and ask; the clock is in ``web/bench``."""
