"""What was released before, and what that forbids: record, replay, gate, changelog."""
