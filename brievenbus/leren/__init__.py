"""From a volunteer's correction to a new sentence in the knowledge, without anything of the resident and never by itself.

A sentence leaves a letter only when somebody who may see that letter chooses it, and only as `anoniem.anonymise` made it. It is then a
`Voorstel`, which knows of no letter and no person. `proef` builds the recogniser with it and tells what would change; `overnemen` writes
it on its card, with a case (`geleerd`) that `brievenbus kennis check` goes on asking for. Needs neither store nor settings.
"""
