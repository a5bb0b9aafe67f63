"""2-D layouts of one layer over all epochs, by our aligner or the methods it is compared with."""
