"""Benchmarks: programs, not tests. Each prints what it compared, the sizes and the ratio; ``make bench`` runs all."""
