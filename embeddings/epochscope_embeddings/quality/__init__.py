"""How far to trust a layout: faithfulness of every sample, and whether its motion is real."""
