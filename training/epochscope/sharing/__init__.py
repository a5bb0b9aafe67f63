"""Prepare a run to be shared: compact copies, thumbnails and fingerprints of images."""
