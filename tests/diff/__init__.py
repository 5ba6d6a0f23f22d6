"""What a difference says, what the gate refuses, and what a release records."""
