"""The youth's and the guardian's own page: their words, and what they take back."""
