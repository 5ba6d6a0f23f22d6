"""What every street stands on: problems as values, JSON pointers, JSON values, versions."""
