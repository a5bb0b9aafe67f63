"""The reference pipeline: trains and records ResNets on image data sets."""
