"""Measures the page in a real browser: steps and frames, memory, the first plot, and how soon it answers.

The page that ``epochscope serve`` serves, over made-up runs of 20 epochs, in headless Chromium without a graphics
card, on two cores. Every figure is a median. The clock is a script in the page: it begins with the browser's own event
and ends when a pixel of the plot can be read, which waits until all of it is drawn; frames a second are counted as
the screen requests them.

Parts: ``drawing``, a step and a frame between two epochs at 10,000, 50,000 and 200,000 points, beside ScatterGL's own
``updateDataset`` (its Datasets of whole epochs made beforehand) and a scene of three.js with as many unmoving points of
one pixel, on canvases of one size and in turns; ``memory`` left behind by 500 steps; ``opening``, the first plot of
10,000 samples with nothing in any cache, in time and bytes, and then other epochs, layers and settings; ``pointing``, a
lasso and the hover at 50,000 points. What a step takes until it is drawn stands in the table without a claim: drawn by
the processor, even three.js alone needs more than a tenth of ScatterGL's time for these points.

Example:
  python bench/page.py --parts opening,pointing
"""

import sys

from common.browser import run
from page_parts import PARTS

if __name__ == "__main__":
    sys.exit(run(__doc__, PARTS))
