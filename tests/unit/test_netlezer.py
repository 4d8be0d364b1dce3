"""The trained reader of whole letters: ours, and a model of transformers in its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, PreTrainedTokenizerFast

from brievenbus.classify.hublezer import Hublezer
from brievenbus.classify.lezers import MODELLEN, open_net
from brievenbus.classify.netlezer import MAX_ZINNEN, Netlezer
from brievenbus.classify.stem import ZWIJGT
from brievenbus.errors import SettingsError, ToolError
from brievenbus.kennis import load

EIGEN = MODELLEN / "lezer"
BOETE = ("Uw boete is verhoogd", "U betaalde de verkeersboete niet op tijd, daarom is het bedrag met de helft verhoogd.")
LOON = ("Vraag naar werknemersverzekeringen", "Uw werkgever moet vanaf nu een deel van uw loon aan ons betalen, want er is beslag gelegd.")


@pytest.fixture(scope="module")
def net() -> Netlezer:
    return Netlezer.open(EIGEN)


def test_knows_every_letter_type(net: Netlezer) -> None:
    assert set(net.namen["soorten"]) == set(load().briefsoorten)


def test_shares_of_a_letter_add_up(net: Netlezer) -> None:
    stem = net.read("Centraal Justitieel Incassobureau", BOETE)
    assert sum(stem.soorten.values()) == pytest.approx(1, abs=1e-4)
    assert sum(stem.afzendersoorten.values()) == pytest.approx(1, abs=1e-4)
    assert all(0 <= share <= 1 for share in stem.gevolgen.values())
    best = sorted(stem.soorten, key=lambda key: -stem.soorten[key])[:3]
    assert "cjib_aanmaning_1" in best


def test_numbers_do_not_change_the_reading(net: Netlezer) -> None:
    one = net.read("Gemeente", ("Betaal € 120,00 vóór 3 december 2026.", LOON[1]))
    other = net.read("Gemeente", ("Betaal € 97,35 vóór 28 januari 2027.", LOON[1]))
    assert one.soorten == pytest.approx(other.soorten)


def test_a_letter_without_sentences_gets_no_view(net: Netlezer) -> None:
    assert net.read("", ()) is ZWIJGT


def test_a_long_letter_is_read_from_both_ends(net: Netlezer) -> None:
    filler = tuple(f"Dit is zin nummer {'abcdefghij'[i % 10] * (i // 10 + 1)} van de folder." for i in range(3 * MAX_ZINNEN))
    plain, ending = net.read("", filler), net.read("", (*filler[:-2], *LOON))
    assert ending.soorten["dw_loonbeslag"] > plain.soorten["dw_loonbeslag"]


@pytest.mark.parametrize("harm", ["weg", "anders"])
def test_a_file_that_is_not_the_trained_one_is_refused(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "lezer"
    shutil.copytree(EIGEN, folder)
    if harm == "weg":
        (folder / "brief.onnx").unlink()
    else:
        (folder / "namen.json").write_text("{}", "utf-8")
    with pytest.raises(ToolError) as error:
        Netlezer.open(folder)
    assert error.value.code == "model_stuk"


def test_no_reader_where_none_is_wanted() -> None:
    assert open_net(load(), "geen") is None


def tiny_hub_model(folder: Path, labels: list[str]) -> Path:
    """A model as `optimum` exports it, so small that it only counts: label 0 wins where the word 'boete' (token 3) stands."""
    folder.mkdir()
    words = Tokenizer(models.WordLevel({"[PAD]": 0, "[UNK]": 1, "uw": 2, "boete": 3, "loon": 4}, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=words, pad_token="[PAD]", unk_token="[UNK]").save_pretrained(folder)
    config = BertConfig(vocab_size=5, hidden_size=4, num_attention_heads=1, num_hidden_layers=1, max_position_embeddings=40)
    config.id2label, config.label2id = dict(enumerate(labels)), {label: i for i, label in enumerate(labels)}
    config.save_pretrained(folder)
    weights = np.zeros((5, len(labels)), np.float32)
    weights[3, 0], weights[4, 1] = 5.0, 5.0
    graph = helper.make_graph(
        [helper.make_node("Gather", ["w", "input_ids"], ["rows"]), helper.make_node("ReduceSum", ["rows", "axis"], ["logits"], keepdims=0)],
        "klein",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["b", "t"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", len(labels)])],
        [onnx.numpy_helper.from_array(weights, "w"), onnx.numpy_helper.from_array(np.array([1], np.int64), "axis")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 9
    (folder / "onnx").mkdir()
    onnx.save(made, folder / "onnx" / "model.onnx")
    return folder


def test_a_model_of_transformers_reads_in_its_place(tmp_path: Path) -> None:
    folder = tiny_hub_model(tmp_path / "robbert-klein", ["cjib_aanmaning_1", "dw_loonbeslag"])
    reader = open_net(load(), str(folder))
    assert isinstance(reader, Hublezer)
    assert reader.read("CJIB", ("uw boete",)).soorten["cjib_aanmaning_1"] > 0.9
    assert reader.read("", ("uw loon", "loon")).soorten["dw_loonbeslag"] > 0.9
    assert reader.read("", ()) is ZWIJGT


def test_a_long_letter_is_cut_off_at_what_the_model_can_hold(tmp_path: Path) -> None:
    folder = tiny_hub_model(tmp_path / "kort", ["cjib_aanmaning_1", "dw_loonbeslag"])
    reader = Hublezer.open(str(folder), load().briefsoorten)
    assert reader.read("", ("uw " * 60, "boete")).soorten["cjib_aanmaning_1"] == pytest.approx(0.5)


def test_a_model_with_other_labels_is_refused(tmp_path: Path) -> None:
    folder = tiny_hub_model(tmp_path / "sentiment", ["positief", "negatief"])
    with pytest.raises(SettingsError) as error:
        open_net(load(), str(folder))
    assert (error.value.code, error.value.waarden["reden"]) == ("lezer_past_niet", "de namen zijn geen briefsoorten")


def test_a_model_without_export_is_refused(tmp_path: Path) -> None:
    folder = tiny_hub_model(tmp_path / "zonder", ["cjib_aanmaning_1", "dw_loonbeslag"])
    (folder / "onnx" / "model.onnx").unlink()
    with pytest.raises(SettingsError):
        open_net(load(), str(folder))


def test_a_model_that_no_hub_gives_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ToolError) as error:
        open_net(load(), "brievenbus/bestaat-niet-hier")
    assert error.value.code == "lezer_niet_gevonden"
