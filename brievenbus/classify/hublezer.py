"""A larger reader in the place of the third: a fine-tuned model of `transformers`, from a folder or from a hub by name.

Its labels must be the keys of the letter types. It must carry an ONNX export (`model.onnx` or `onnx/model.onnx`), so that reading needs
no PyTorch. The model is fetched once, when it is named and not yet there; no letter ever leaves the machine.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from brievenbus.classify.stem import ZWIJGT, Stem
from brievenbus.errors import SettingsError, ToolError

EXPORTS = ("onnx/model.onnx", "model.onnx")
WANTED = ("*.json", "*.txt", "*.model", *EXPORTS)
LONGEST = 512


@dataclass(frozen=True)
class Hublezer:
    """A loaded model: its tokenizer, its net, and the letter type of each column."""

    stukjes: Any
    net: Any
    soorten: tuple[str, ...]
    lengte: int

    @classmethod
    def open(cls, naam: str, bekend: Collection[str]) -> Hublezer:
        """Load a model by folder or hub name. `bekend` are the keys of the letter types.

        Raises ToolError `lezer_niet_gevonden` where it cannot be fetched, SettingsError `lezer_past_niet` where it has no ONNX export
        or none of its labels is a letter type.
        """
        import onnxruntime
        from transformers import AutoConfig, AutoTokenizer

        folder = _folder(naam)
        export = next((folder / name for name in EXPORTS if (folder / name).is_file()), None)
        if export is None:
            raise SettingsError("lezer_past_niet", naam=naam, reden="er is geen bestand model.onnx bij")
        try:
            config, stukjes = AutoConfig.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            net = onnxruntime.InferenceSession(str(export), options, providers=["CPUExecutionProvider"])
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise SettingsError("lezer_past_niet", naam=naam, reden=type(error).__name__) from error
        soorten = tuple(str(config.id2label[i]) for i in range(len(config.id2label)))
        if not set(soorten) & set(bekend):
            raise SettingsError("lezer_past_niet", naam=naam, reden="de namen zijn geen briefsoorten")
        lengte = min(LONGEST, int(getattr(config, "max_position_embeddings", LONGEST)) - 2)
        return cls(stukjes, net, soorten, lengte)

    def read(self, kop: str, zinnen: Sequence[str]) -> Stem:
        """Read a letter as one text, cut off where the model can hold no more."""
        if not zinnen:
            return ZWIJGT
        made = self.stukjes("\n".join((kop, *zinnen)), truncation=True, max_length=self.lengte, return_tensors="np")
        wanted = {one.name for one in self.net.get_inputs()}
        scores = self.net.run(None, {name: value.astype(np.int64) for name, value in made.items() if name in wanted})[0][0]
        odds = np.exp(scores - scores.max())
        return Stem(soorten={key: float(share) for key, share in zip(self.soorten, odds / odds.sum(), strict=True)})


def _folder(naam: str) -> Path:
    """Return the folder of a model: the one named, or what the hub gives, from its cache where it has been fetched before."""
    if Path(naam).is_dir():
        return Path(naam)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(naam, allow_patterns=list(WANTED)))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ToolError("lezer_niet_gevonden", naam=naam) from error
