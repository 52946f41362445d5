"""What goes out: the outbox worker, what is held until somebody can read it, and what does not get through."""
