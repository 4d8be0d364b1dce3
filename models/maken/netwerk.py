"""The third reader's two nets: one reads a sentence, one reads the row of sentences that a letter is.

Both are small BERTs of `transformers`. Sentences first, because the bank holds sentences and a letter is many of them: what is learnt
of one sentence serves every letter, and a letter of forty sentences costs forty short readings instead of one long.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

BREED = 192
MAX_STUKJES = 48
MAX_ZINNEN = 64


def zin_config(woorden: int) -> BertConfig:
    """The sentence net: three layers of 192 wide."""
    return BertConfig(
        vocab_size=woorden, hidden_size=BREED, num_hidden_layers=3, num_attention_heads=4, intermediate_size=4 * BREED,
        max_position_embeddings=MAX_STUKJES, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1, type_vocab_size=1, pad_token_id=0,
    )  # fmt: skip


class ZinNet(nn.Module):
    """Tokens of sentences (n × t) → one vector a sentence (n × 192)."""

    def __init__(self, woorden: int, basis: BertModel | None = None) -> None:
        super().__init__()
        self.bert = basis if basis is not None else BertModel(zin_config(woorden), add_pooling_layer=False)

    def forward(self, stukjes: Tensor, masker: Tensor) -> Tensor:
        """Return the mean over the tokens that are there."""
        out = self.bert(input_ids=stukjes, attention_mask=masker).last_hidden_state
        weight = masker.unsqueeze(-1).to(out.dtype)
        return (out * weight).sum(1) / weight.sum(1).clamp(min=1)


class ZinHoofd(nn.Module):
    """Sentence vector → letter type and function of the sentence: what the sentence net is trained on."""

    def __init__(self, soorten: int, functies: int) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.soort = nn.Linear(BREED, soorten)
        self.functie = nn.Linear(BREED, functies)

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        kept = self.drop(vectors)
        return self.soort(kept), self.functie(kept)


class BriefNet(nn.Module):
    """Sentence vectors of letters (b × s × 192; the first is the letterhead) → the letter's labels, as unscaled scores.

    The letter type starts from what the sentences say one by one, on average (`stem`); the rest of the net learns what to add to that.
    """

    def __init__(self, hoofd: ZinHoofd, soorten: int, afzenders: int, gevolgen: int, urgenties: int) -> None:
        super().__init__()
        self.stem = nn.Linear(BREED, soorten)
        self.stem.load_state_dict(hoofd.soort.state_dict())
        self.kracht = nn.Parameter(torch.tensor(4.0))
        config = BertConfig(
            vocab_size=1, hidden_size=BREED, num_hidden_layers=2, num_attention_heads=4, intermediate_size=2 * BREED,
            max_position_embeddings=MAX_ZINNEN + 1, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.1, type_vocab_size=1,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        self.start = nn.Parameter(torch.zeros(1, 1, BREED))
        self.norm = nn.LayerNorm(BREED)
        self.drop = nn.Dropout(0.2)
        self.soort = nn.Linear(2 * BREED, soorten)
        self.afzender = nn.Linear(2 * BREED, afzenders)
        self.gevolgen = nn.Linear(2 * BREED, gevolgen)
        self.urgentie = nn.Linear(2 * BREED, urgenties)
        self.goed = nn.Linear(2 * BREED, 1)

    def forward(self, zinnen: Tensor, masker: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Return the scores of letter type, sender kind, consequences, urgency and good news."""
        there = masker.unsqueeze(-1).to(zinnen.dtype)
        said = (torch.log_softmax(self.stem(zinnen), -1) * there)[:, 1:].sum(1) / there[:, 1:].sum(1).clamp(min=1)
        rows = torch.cat([self.start.expand(zinnen.shape[0], 1, BREED), self.norm(zinnen)], 1)
        mask = torch.cat([torch.ones_like(masker[:, :1]), masker], 1)
        out = self.bert(inputs_embeds=rows, attention_mask=mask).last_hidden_state
        weight = mask[:, 1:].unsqueeze(-1).to(out.dtype)
        mean = (out[:, 1:] * weight).sum(1) / weight.sum(1).clamp(min=1)
        letter = self.drop(torch.cat([out[:, 0], mean], -1))
        soort = self.kracht * said + self.soort(letter)
        return soort, self.afzender(letter), self.gevolgen(letter), self.urgentie(letter), self.goed(letter)
