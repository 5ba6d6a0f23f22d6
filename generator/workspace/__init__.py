"""Disk and git: where toolkits live, the atomic swap, patches, the cache, past revisions."""
