"""The catalogues of the pages: gathered from the source, brought up to date, and held against it."""
