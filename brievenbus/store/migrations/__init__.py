"""The history of the tables. `brievenbus.store.migreren` runs it; README.md says how a change is added."""
