"""Train the third reader and write it to `models/lezer/` as ONNX, int8.

    pip install -r models/maken/requirements.txt
    python -m models.maken.lezer [--proza MAP] [--uit models/lezer] [--zaad 7]

Steps: a tokenizer of its own on the bank; on request (--mlm ROUNDS) masked-language pre-training on the bank, and on Dutch prose where a
folder with .txt is named; the sentence net on letter type and function; the letter net on composed letters; temperature on held-out
letters; export.
The same seed, machine and thread count give the same nets.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from torch import Tensor, nn
from transformers import BertForMaskedLM

from brievenbus.brief import AfzenderSoort, GevolgSoort, Urgentie
from brievenbus.classify.model import normalize
from brievenbus.kennis import read_kennis
from models.maken.bank import FUNCTIES, Bank, read_bank, split_bank
from models.maken.leesfouten import Leesfouten
from models.maken.netwerk import MAX_STUKJES, MAX_ZINNEN, BriefNet, ZinHoofd, ZinNet, zin_config
from models.maken.samenstellen import Samensteller, Samenstelling
from models.maken.uitvoer import export

WOORDEN = 8000
HIER = Path(__file__).resolve().parents[1]
AFZENDERSOORTEN: tuple[str, ...] = get_args(AfzenderSoort)
GEVOLGEN: tuple[str, ...] = get_args(GevolgSoort)
URGENTIES: tuple[str, ...] = tuple(u for u in get_args(Urgentie) if u != "onbekend")


def log(*words: object) -> None:
    """Say how far it is, with the time."""
    print(time.strftime("%H:%M:%S"), *words, flush=True)


def make_tokenizer(texts: Sequence[str]) -> Tokenizer:
    """Train word pieces on normalised text."""
    tok = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tok.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tok.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tok.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=WOORDEN, min_frequency=2, special_tokens=special))
    tok.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", 2)])
    tok.enable_truncation(MAX_STUKJES)
    return tok


def batches(n: int, size: int, rng: random.Random, lengths: Sequence[int] | None = None) -> Iterator[list[int]]:
    """Yield all indices in random batches; with `lengths`, rows of like length together."""
    order = list(range(n))
    rng.shuffle(order)
    if lengths is not None:
        chunk = size * 40
        order = [i for at in range(0, n, chunk) for i in sorted(order[at : at + chunk], key=lambda i: lengths[i])]
    parts = [order[at : at + size] for at in range(0, n, size)]
    rng.shuffle(parts)
    yield from parts


def pad(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return token numbers and mask, both n × longest."""
    longest = max(len(row) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
    return ids, (ids != 0).long()


class Optimist:
    """AdamW with a warm-up and a straight way down to nothing."""

    def __init__(self, parameters: Iterator[nn.Parameter], rate: float, steps: int) -> None:
        self.adam = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
        warm = max(1, steps // 12)
        self.plan = torch.optim.lr_scheduler.LambdaLR(self.adam, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / steps)))

    def step(self, loss: Tensor) -> None:
        self.adam.zero_grad()
        loss.backward()
        for group in self.adam.param_groups:
            nn.utils.clip_grad_norm_(group["params"], 1.0)
        self.adam.step()
        self.plan.step()


def pretrain(tok: Tokenizer, texts: Sequence[str], epochs: int, zaad: int) -> BertForMaskedLM:
    """Masked-language training: one word piece in seven is hidden and must be guessed."""
    rng = random.Random(zaad)
    torch.manual_seed(zaad)
    net = BertForMaskedLM(zin_config(tok.get_vocab_size()))
    rows = [e.ids for e in tok.encode_batch(list(texts)) if len(e.ids) > 4]
    size = 96
    opt = Optimist(net.parameters(), 1e-3, epochs * (len(rows) // size + 1))
    net.train()
    for epoch in range(epochs):
        total, seen = 0.0, 0
        for part in batches(len(rows), size, rng, [len(r) for r in rows]):
            ids, mask = pad([rows[i] for i in part])
            hide = (torch.rand(ids.shape) < 0.15) & (mask == 1) & (ids != 2)
            if not hide.any():
                continue
            shown = torch.where(hide, torch.where(torch.rand(ids.shape) < 0.85, torch.tensor(4), ids), ids)
            hidden = net.bert(input_ids=shown, attention_mask=mask).last_hidden_state[hide]
            loss = nn.functional.cross_entropy(net.cls(hidden), ids[hide])
            opt.step(loss)
            total, seen = total + float(loss), seen + 1
        log("mlm", epoch + 1, "verlies", round(total / seen, 3))
    return net


class Zinnenbak:
    """Sentences ready for training: normalised, spoiled anew each epoch, as token numbers."""

    def __init__(self, tok: Tokenizer, zaad: int) -> None:
        self.tok = tok
        self.rng = random.Random(zaad)
        self.fouten = Leesfouten(self.rng)

    def encode(self, texts: Sequence[str], spoil: float) -> list[list[int]]:
        """Return token numbers; a share `spoil` of the sentences carries reading mistakes, some badly."""
        ready = [normalize(self.fouten.spoil(t, self.rng.choice((0.05, 0.15, 0.35))) if self.rng.random() < spoil else t) for t in texts]
        return [e.ids for e in self.tok.encode_batch(ready)]


def train_sentences(net: ZinNet, bank: Bank, bak: Zinnenbak, epochs: int, zaad: int) -> ZinHoofd:
    """Teach the sentence net to tell letter type and function."""
    rng = random.Random(zaad)
    torch.manual_seed(zaad)
    soorten = bank.soorten
    zinnen = bank.zinnen
    head = ZinHoofd(len(soorten), len(FUNCTIES))
    y = torch.full((len(zinnen), len(soorten)), 1 / len(soorten))
    for i, zin in enumerate(zinnen):
        if zin.soort:
            y[i] = 0.1 / len(soorten)
            y[i, soorten.index(zin.soort)] += 0.9
    f = torch.tensor([FUNCTIES.index(z.functie) if z.functie in FUNCTIES else -100 for z in zinnen])
    size = 64
    params = [*net.parameters(), *head.parameters()]
    opt = Optimist(iter(params), 7e-4, epochs * (len(zinnen) // size + 1))
    net.train()
    head.train()
    for epoch in range(epochs):
        rows = bak.encode([z.tekst for z in zinnen], 0.3)
        total, seen = 0.0, 0
        for part in batches(len(rows), size, rng, [len(r) for r in rows]):
            ids, mask = pad([rows[i] for i in part])
            ids = torch.where((torch.rand(ids.shape) < 0.1) & (mask == 1) & (ids != 2), torch.tensor(4), ids)
            soort, functie = head(net(ids, mask))
            loss = nn.functional.cross_entropy(soort, y[part])  # a sentence that fits many types has an even answer
            loss = loss + 0.3 * nn.functional.cross_entropy(functie, f[part])
            opt.step(loss)
            total, seen = total + float(loss.detach()), seen + 1
        log("zinnen", epoch + 1, "verlies", round(total / seen, 3))
    return head


@torch.no_grad()
def vectors(net: ZinNet, rows: Sequence[Sequence[int]]) -> Tensor:
    """Return the vector of every row, in order."""
    net.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    out = torch.zeros(len(rows), 192)
    for at in range(0, len(order), 256):
        part = order[at : at + 256]
        ids, mask = pad([rows[i] for i in part])
        out[part] = net(ids, mask)
    return out


def letter_batch(
    letters: Sequence[Samenstelling], find: dict[tuple[str, int], int], vecs: Tensor, rng: random.Random, variants: int
) -> tuple[Tensor, Tensor]:
    """Return sentence vectors b × s × 192 and mask; each sentence in a variant of its own."""
    longest = min(MAX_ZINNEN, 1 + max(len(letter.zinnen) for letter in letters))
    out = torch.zeros(len(letters), longest, 192)
    mask = torch.zeros(len(letters), longest, dtype=torch.long)
    for b, letter in enumerate(letters):
        texts = [letter.kop, *letter.zinnen][:longest]
        for s, text in enumerate(texts):
            out[b, s] = vecs[find[(text, rng.randrange(variants))]]
            mask[b, s] = 1
    return out, mask


def labels_of(letters: Sequence[Samenstelling], soorten: Sequence[str]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return the answers of composed letters as numbers."""
    harm = torch.zeros(len(letters), len(GEVOLGEN))
    for i, letter in enumerate(letters):
        for name in letter.gevolgen:
            harm[i, GEVOLGEN.index(name)] = 1
    return (
        torch.tensor([soorten.index(x.soort) for x in letters]),
        torch.tensor([AFZENDERSOORTEN.index(x.afzender_soort) for x in letters]),
        harm,
        torch.tensor([URGENTIES.index(x.urgentie) for x in letters]),
        torch.tensor([float(x.goed_nieuws) for x in letters]),
    )


def read_letters(
    net: ZinNet, bak: Zinnenbak, letters: Sequence[Samenstelling], variants: int, spoil: float
) -> tuple[dict[tuple[str, int], int], Tensor]:
    """Read every sentence of the letters once a variant; return where each stands and all vectors."""
    texts = sorted({text for letter in letters for text in (letter.kop, *letter.zinnen)})
    find: dict[tuple[str, int], int] = {}
    rows: list[list[int]] = []
    for variant in range(variants):
        for text, ids in zip(texts, bak.encode(texts, spoil if variant else 0.0), strict=True):
            find[(text, variant)] = len(rows)
            rows.append(ids)
    return find, vectors(net, rows)


def train_letters(net: ZinNet, head: ZinHoofd, bank: Bank, bak: Zinnenbak, kennis: object, aantal: int, epochs: int, zaad: int) -> BriefNet:
    """Teach the letter net on composed letters."""
    rng = random.Random(zaad)
    torch.manual_seed(zaad)
    maker = Samensteller(bank, kennis, zaad)  # type: ignore[arg-type]
    brief = BriefNet(head, len(bank.soorten), len(AFZENDERSOORTEN), len(GEVOLGEN), len(URGENTIES))
    letters = [maker.compose() for _ in range(aantal)]
    find, vecs = read_letters(net, bak, letters, 2, 0.6)
    log("zinsvectoren", len(vecs))
    size = 64
    opt = Optimist(brief.parameters(), 6e-4, epochs * (aantal // size + 1))
    answers = labels_of(letters, bank.soorten)
    brief.train()
    for epoch in range(epochs):
        total, seen = 0.0, 0
        for part in batches(aantal, size, rng, [len(x.zinnen) for x in letters]):
            x, mask = letter_batch([letters[i] for i in part], find, vecs, rng, 2)
            soort, afzender, gevolgen, urgentie, goed = brief(x + 0.05 * torch.randn_like(x), mask)
            y = [a[part] for a in answers]
            loss = nn.functional.cross_entropy(soort, y[0], label_smoothing=0.05)
            loss = loss + 0.4 * nn.functional.cross_entropy(afzender, y[1]) + 0.3 * nn.functional.cross_entropy(urgentie, y[3])
            loss = loss + 2.0 * nn.functional.binary_cross_entropy_with_logits(gevolgen, y[2])
            loss = loss + 0.3 * nn.functional.binary_cross_entropy_with_logits(goed.squeeze(-1), y[4])
            opt.step(loss)
            total, seen = total + float(loss.detach()), seen + 1
        log("brieven", epoch + 1, "verlies", round(total / seen, 3))
    return brief


@torch.no_grad()
def judge(net: ZinNet, brief: BriefNet, bank: Bank, bak: Zinnenbak, kennis: object, zaad: int) -> dict[str, float]:
    """Read letters composed of sentences nobody trained on; return the shares that are right, and the best temperature."""
    maker = Samensteller(bank, kennis, zaad)  # type: ignore[arg-type]
    letters = [maker.compose() for _ in range(1500)]
    find, vecs = read_letters(net, bak, letters, 1, 0.0)
    brief.eval()
    scores = []
    for at in range(0, len(letters), 100):
        x, mask = letter_batch(letters[at : at + 100], find, vecs, random.Random(0), 1)
        scores.append(brief(x, mask))
    soort, afzender, gevolgen, urgentie, goed = (torch.cat([s[i] for s in scores]) for i in range(5))
    y = labels_of(letters, bank.soorten)
    best = min(((float(nn.functional.cross_entropy(soort / t, y[0])), t) for t in np.arange(0.5, 3.05, 0.05)), key=lambda p: p[0])
    harm = (gevolgen > 0).float()
    return {
        "soort": float((soort.argmax(1) == y[0]).float().mean()),
        "soort_top3": float((soort.topk(3, 1).indices == y[0][:, None]).any(1).float().mean()),
        "afzender_soort": float((afzender.argmax(1) == y[1]).float().mean()),
        "urgentie": float((urgentie.argmax(1) == y[3]).float().mean()),
        "gevolgen_gevonden": float((harm * y[2]).sum() / y[2].sum()),
        "gevolgen_terecht": float((harm * y[2]).sum() / harm.sum().clamp(min=1)),
        "goed_nieuws": float(((goed.squeeze(-1) > 0) == (y[4] > 0)).float().mean()),
        "temperatuur": round(float(best[1]), 2),
        "brieven": float(len(letters)),
    }


def read_prose(folder: Path | None) -> list[str]:
    """Return the lines of every .txt in a folder: Dutch prose, a sentence a line."""
    if folder is None:
        return []
    return [line for file in sorted(folder.glob("*.txt")) for line in file.read_text("utf-8").splitlines() if len(line.split()) > 4]


def main() -> None:
    """Train and write everything."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--uit", type=Path, default=HIER / "lezer")
    p.add_argument("--proza", type=Path)
    p.add_argument("--zaad", type=int, default=7)
    p.add_argument("--apart", type=float, default=0.05, help="deel van de zinnen om mee te meten")
    p.add_argument("--mlm", type=int, default=0, help="rondes over de bank (0: zonder)")
    p.add_argument("--rondes", type=int, default=13)
    p.add_argument("--brieven", type=int, default=16000)
    p.add_argument("--briefrondes", type=int, default=8)
    a = p.parse_args()
    start = time.time()
    torch.manual_seed(a.zaad)
    kennis = read_kennis()
    train, held = split_bank(read_bank(kennis), a.apart, a.zaad)
    prose = read_prose(a.proza)
    texts = [normalize(z.tekst) for z in train.zinnen]
    tok = make_tokenizer([*texts, *map(normalize, prose)])
    log("bank", len(train.zinnen), "apart", sum(bool(z.soort) for z in held.zinnen), "proza", len(prose), "stukjes", tok.get_vocab_size())
    mlm = pretrain(tok, [*texts, *map(normalize, prose)], a.mlm, a.zaad) if a.mlm else None
    net = ZinNet(tok.get_vocab_size(), mlm.bert if mlm is not None else None)
    bak = Zinnenbak(tok, a.zaad)
    head = train_sentences(net, train, bak, a.rondes, a.zaad)
    zinnen = [z for z in held.zinnen if z.soort]
    with torch.no_grad():
        soort, functie = head.eval()(vectors(net, bak.encode([z.tekst for z in zinnen], 0.0)))
    scores = {
        "zin_soort": float((soort.argmax(1) == torch.tensor([train.soorten.index(z.soort) for z in zinnen])).float().mean()),
        "zin_functie": float((functie.argmax(1) == torch.tensor([FUNCTIES.index(z.functie) for z in zinnen])).float().mean()),
        "zinnen": float(len(zinnen)),
    }
    log(scores)
    brief = train_letters(net, head, train, bak, kennis, a.brieven, a.briefrondes, a.zaad)
    judged = judge(net, brief, held, bak, kennis, a.zaad + 1)
    log(judged)
    names = {"soorten": list(train.soorten), "afzendersoorten": list(AFZENDERSOORTEN), "gevolgen": list(GEVOLGEN),
             "urgenties": list(URGENTIES), "functies": list(FUNCTIES),
             "temperatuur": judged["temperatuur"], "stempel": kennis.stempel}  # fmt: skip
    export(a.uit, net, head, brief, tok, names)
    told = {k: round(v, 4) for k, v in {**scores, **{f"brief_{k}": v for k, v in judged.items()}}.items()}
    told |= {"trainzinnen": float(len(train.zinnen)), "minuten": round((time.time() - start) / 60, 1)}
    (a.uit / "scores.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    sums = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}" for f in sorted(a.uit.iterdir()) if f.suffix in (".onnx", ".json")]
    (a.uit / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")
    log("klaar in", told["minuten"], "minuten")


if __name__ == "__main__":
    main()
