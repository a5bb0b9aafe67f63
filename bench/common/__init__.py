"""What several benchmarks share: claims, parts, the server, a real browser and made-up runs."""
