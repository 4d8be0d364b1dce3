"""Durable work: what has to happen with a letter happens once, whatever dies meanwhile.

rij          queue a job in the transaction that makes it needed
werkstromen  the jobs: read a letter, hand one over, the clock, keeping
werker       one process that does them; `ploeg` keeps several of those alive
waakhond     takes over from a machine that never comes back, and finds letters that nobody is reading
motor        the job engine (DBOS): the one module that knows it, with `zegel` that seals what it stores
"""
