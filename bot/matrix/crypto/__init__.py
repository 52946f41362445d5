"""Keys: the Olm machine and its store, whose devices are trusted, our own identity and its recovery."""
