"""What a release records, and what the gate refuses after it."""
