"""The web: JSON under `/v1`, pages at the desk and on the phone. Knows of letters only what the service tells it."""
