"""What `toolgen prove` shows: that no text of a document becomes anything but text."""
