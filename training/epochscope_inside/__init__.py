"""Look into a recorded network: one input through every layer at any epoch. The only part that serves with torch."""
