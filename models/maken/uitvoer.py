"""Write trained nets as ONNX in int8, with the tokenizer and the names of the labels beside them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from models.maken.netwerk import BREED, BriefNet, ZinHoofd, ZinNet


class _Zin(nn.Module):
    """The sentence net with its heads, as it is used: vector, letter type, function."""

    def __init__(self, net: ZinNet, head: ZinHoofd) -> None:
        super().__init__()
        self.net, self.head = net, head

    def forward(self, stukjes: Tensor, masker: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vector = self.net(stukjes, masker)
        soort, functie = self.head(vector)
        return vector, soort, functie


def export(folder: Path, net: ZinNet, head: ZinHoofd, brief: BriefNet, tok: Tokenizer, names: dict[str, Any]) -> None:
    """Write `zin.onnx`, `brief.onnx`, `stukjes.json` and `namen.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    tok.save(str(folder / "stukjes.json"), pretty=False)
    (folder / "namen.json").write_text(json.dumps(names, ensure_ascii=False) + "\n", "utf-8")
    ids = torch.ones(3, 7, dtype=torch.long)
    _write(_Zin(net, head).eval(), (ids, ids), folder / "zin.onnx", ["stukjes", "masker"], ["vector", "soort", "functie"], ("n", "t"))
    rows = torch.zeros(2, 5, BREED)
    out = ["soort", "afzender", "gevolgen", "urgentie", "goed"]
    _write(brief.eval(), (rows, torch.ones(2, 5, dtype=torch.long)), folder / "brief.onnx", ["zinnen", "masker"], out, ("b", "s"))


def _write(
    module: nn.Module, example: tuple[Tensor, ...], file: Path, inputs: list[str], outputs: list[str], axes: tuple[str, str]
) -> None:
    shapes = {name: {0: axes[0], 1: axes[1]} for name in inputs} | {name: {0: axes[0]} for name in outputs}
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / "plain.onnx"
        torch.onnx.export(
            module, example, str(plain), input_names=inputs, output_names=outputs, dynamic_axes=shapes, opset_version=17, dynamo=False
        )
        quantize_dynamic(plain, file, weight_type=QuantType.QInt8)
