"""brievenbus reads Dutch post: who writes, what it is, how urgent, what to do before when, with the words that prove it."""

__version__ = "0.1.0"
