"""Sentences that several handlers say. They read; what they tell about has been decided and done before."""
