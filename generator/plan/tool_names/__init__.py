"""What tools are called: words from operationId, summary and path, the best that no other tool has."""
