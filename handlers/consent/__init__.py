"""Consent: recorded, extended, renewed, narrowed, withdrawn, read aloud, received, and running out."""
