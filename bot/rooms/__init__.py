"""Who is in which room: the reconciler, the watch over our rooms, and the door for strangers."""
