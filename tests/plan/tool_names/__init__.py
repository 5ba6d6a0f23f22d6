"""Names of tools: what people would call them, whatever the document says."""
