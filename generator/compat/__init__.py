"""What users of a generated package see, how two such surfaces differ, and what that means for a version."""
