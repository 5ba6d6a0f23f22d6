"""Names stay: what was published goes on working until toolkit.yaml says otherwise."""
