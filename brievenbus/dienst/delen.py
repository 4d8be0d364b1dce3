"""The letters of one file of a pile: what they are called before they have a row.

The first takes the row that came with the file; the others get ids that follow from its id, so that a repeat of the work finds the
same ones. Until their rows are there, the names of their blobs say whose work in progress they are: retention leaves them alone
for as long as that letter is still to be stored.
"""

from __future__ import annotations

from brievenbus.store.crypto import blind

OUTCOME = "uitkomst"
"""The blob in a letter's folder that says what a run of reading found; written last."""


def part_id(huis: bytes, brief_id: str, nummer: int) -> str:
    """Return the id of letter `nummer` (from 1) in the file that came as `brief_id`."""
    return brief_id if nummer == 1 else blind(huis, "deel", f"{brief_id}|{nummer}").hex()[:32]


def page_blob(deel_id: str, brief_id: str, run: str, nummer: int) -> str:
    """Return where a run of reading puts a page picture of a letter that came in the file of `brief_id`."""
    return f"{deel_id}/pagina-{run}-{nummer}" if deel_id == brief_id else f"{deel_id}/uit-{brief_id}-{run}-{nummer}"


def origin(blob: str) -> str | None:
    """Return in the file of which letter the letter of this blob came; None where that is itself."""
    kind, _, rest = blob.partition("/")[2].partition("-")
    return rest.partition("-")[0] if kind == "uit" else None
