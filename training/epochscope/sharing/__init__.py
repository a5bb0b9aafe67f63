"""Prepare a run for sharing: compact copies, thumbnails, and fingerprints of images."""
