"""A letter that the resident finishes and sends: an objection without its reasons yet, or a request to pay in parts. Always in Dutch.

`keuze` tells which draft answers a letter, by law; `gegevens` which of its facts are sure enough to be signed for; `maken` writes the
words, with places left open; `docx` and `pdf` make of them a letter to type in, and one to fill in with a pen.
"""
