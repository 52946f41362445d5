"""The action plan: goals, tasks, how they go, and the card that shows them."""
