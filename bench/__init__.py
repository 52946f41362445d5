"""Benchmarks, which are programs and no tests. Each prints what it compared, with sizes and ratios.

``make bench`` runs all of them.
"""
