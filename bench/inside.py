"""Measures how fast one input goes through a network, in how much memory, and how well it is placed among samples.

Parts: ``drawing``, a LeNet (data/demo/lenet-emnist) looked into over HTTP, over one connection that stays open, as the
page does while a pen moves; beside two requests for each movement instead of one. ``painted``, the same in headless
Chromium on the page, from the pointer's event until the answer is painted, where the server looks and where the browser
computes the network. ``camera``, looks a second at what a camera of 30 pictures a second sees, and milliseconds from a
picture to its answer, by both, with two convolutions and 640 units on screen. ``large``, all layers of a ResNet-50 for
32x32 and a VGG16 for 224x224 pixels, with random weights, as time does not depend on them, on one thread, beside the 20
seconds that the published system takes for VGG16; and bytes of an answer, beside all maps as bytes. ``epochs``, seconds
until each of 21 epochs of a ResNet-50 is known. ``memory``, what the process that looks holds over 1,000 inputs at all
21 epochs of the LeNet. ``placing``, how far EMNIST's test images (../shared/datasets) are placed from where they are in
the layouts of the LeNet, and how many lie within the ring that is to hold 80 % of them, at three layers and epochs;
they took part in the layouts, which new inputs do not. CPU seconds say what one free core takes; wall times depend on
what else the machine does.

Example:
  python bench/inside.py --parts drawing,large
"""

import sys

from playwright.sync_api import Error

from common.running import measure_all, options
from inside_parts import PARTS
from inside_parts.workplace import Workplace

if __name__ == "__main__":
    arguments = options(__doc__, PARTS).parse_args()
    sys.exit(measure_all(PARTS, arguments.parts, Workplace(arguments.shrink), Error, RuntimeError))
