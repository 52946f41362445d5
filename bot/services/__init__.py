"""What changes the world: a service takes a store, asks the rules, writes, and returns what happened. No
words."""
