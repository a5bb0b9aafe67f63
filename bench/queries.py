"""Measures the workspace at 50,000 samples x 30 epochs: queries, the confusion matrix, colorings, and what it keeps.

The page that ``epochscope serve`` serves, over made-up runs, in headless Chromium without a graphics card, on two
cores, once everything it requests is loaded. The clock is a script in the page: it begins with the browser's own event,
of a key, a click or an address. "In scripts" ends when the page's scripts have put the answer into the page; "until
shown" when the browser has laid out the frame with it; "until drawn" when a pixel of the plot can be read, which
waits until the processor, in place of a graphics card, has drawn all of it. The claims are about scripts: the browser
redraws the 50,000 samples before it shows the text, and how long that takes depends on the graphics card. Every
figure is a median, with the least and the most beside it.

Parts: ``finding``, every kind of condition typed, several of them together, and other epochs with each; ``confusing``,
the confusion matrix of 10 and of 62 classes opened, at other epochs, and clicked; ``coloring``, every measure of
samples as colors, chosen and at other epochs; ``memory``, objects and typed arrays in the page with its tools, beside
the page before they were opened.

Example:
  python bench/queries.py --parts finding,memory
"""

import sys

from common.browser import run
from queries_parts import PARTS

if __name__ == "__main__":
    sys.exit(run(__doc__, PARTS))
