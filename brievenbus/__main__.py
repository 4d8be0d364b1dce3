"""`python -m brievenbus`."""

from brievenbus.cli import main

main()
