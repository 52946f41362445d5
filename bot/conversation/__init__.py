"""What people say, from words to what is to be done: parse, understand, dispatch."""
