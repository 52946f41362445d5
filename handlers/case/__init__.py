"""A case from the first idea to disposal: its gates, its coordinator, its follow-ups, its history, its
end."""
