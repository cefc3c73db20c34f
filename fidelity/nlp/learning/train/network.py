"""The encoder and its heads, in PyTorch: MiniLM's six layers, and what reads labels from them."""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812  # as everybody calls it

WIDTH, LAYERS, ATTENTION_HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1_536, 30_522, 512
LABELS = 18
_SMALLEST = 1e-12
#: Stands for "nothing here" before a softmax or a maximum.
_NOTHING = -1e4


class Layer(nn.Module):
    """One layer of BERT (Devlin et al. 2019): attention, then two linear maps, each added and normed."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.norm_attended = nn.LayerNorm(WIDTH, eps=_SMALLEST)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_SMALLEST)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """``hidden``: texts, tokens, WIDTH. ``mask``: texts, 1, 1, tokens; 0 where to look, else very low."""
        texts, tokens, _ = hidden.shape
        shape = (texts, tokens, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = (
            part(hidden).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) / (WIDTH // ATTENTION_HEADS) ** 0.5 + mask
        looked = self.dropout(torch.softmax(scores, dim=3)) @ value
        looked = looked.transpose(1, 2).reshape(texts, tokens, WIDTH)
        hidden = self.norm_attended(hidden + self.dropout(self.attended(looked)))
        return self.norm(hidden + self.dropout(self.outer(F.gelu(self.inner(hidden)))))


class Network(nn.Module):
    """Tokens in; for each label a logit of the unit, and a logit that each token carries it.

    A unit's logit is read from the mean and the maximum of its own tokens, and from those of its tokens
    that carry the label: attention whose scores are the tokens' logits, so that the words which raters
    marked teach where to look.
    """

    def __init__(self, sources: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_SMALLEST)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.pooled = nn.Linear(2 * WIDTH, LABELS)
        self.carries = nn.Linear(WIDTH, LABELS)
        self.carried = nn.Linear(WIDTH, LABELS, bias=False)
        #: Writers differ in how readily they label. What is a writer's habit is learned apart, and left out.
        self.habits = nn.Embedding(sources, LABELS)
        nn.init.zeros_(self.habits.weight)

    def forward(self, ids: Tensor, seen: Tensor, types: Tensor, own: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (texts, LABELS), token logits (texts, tokens, LABELS), features (texts, 2 · WIDTH).

        All arguments are texts by tokens. ``seen`` and ``own`` are 1 for tokens that are there, and for
        those of the unit itself.
        """
        return self.judge(self.encode(ids, seen, types), own)

    def encode(self, ids: Tensor, seen: Tensor, types: Tensor) -> Tensor:
        """The last layer: texts, tokens, WIDTH."""
        places = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.types(types) + self.positions(places)
        hidden = self.dropout(self.norm(hidden))
        mask = (1.0 - seen[:, None, None, :]) * _NOTHING
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden

    def judge(self, hidden: Tensor, own: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What ``forward`` gives, from the last layer."""
        is_own = own[:, :, None]
        mean = (hidden * is_own).sum(dim=1) / is_own.sum(dim=1).clamp(min=1.0)
        most = (hidden * is_own + (1.0 - is_own) * _NOTHING).amax(dim=1)
        features = torch.cat([mean, most], dim=1)
        carries = self.carries(hidden)
        by_words = (self.looks(carries, own) * self.carried(hidden)).sum(dim=1)
        return self.pooled(self.dropout(features)) + by_words, carries, features

    def looks(self, carries: Tensor, own: Tensor) -> Tensor:
        """How much each label looks at each of the unit's own tokens; sums to 1 over them."""
        is_own = own[:, :, None]
        return torch.softmax(carries * is_own + (1.0 - is_own) * _NOTHING, dim=1)


def load_encoder(network: Network, file: Path) -> None:
    """Begin from the published weights of all-MiniLM-L6-v2 (``model.safetensors``)."""
    given: dict[str, Any] = load_file(str(file))
    found = {}
    for name, weights in given.items():
        ours = _name(name.removeprefix("bert."))
        if ours:
            found[ours] = weights
    missing, unknown = network.load_state_dict(found, strict=False)
    heads = ("pooled.", "carries.", "carried.", "habits.")
    if unknown or any(not name.startswith(heads) for name in missing):
        raise ValueError(f"{file.name} is not MiniLM: {[*missing, *unknown][:3]}")


_OUTSIDE = {
    "embeddings.word_embeddings": "words",
    "embeddings.position_embeddings": "positions",
    "embeddings.token_type_embeddings": "types",
    "embeddings.LayerNorm": "norm",
}
_INSIDE = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "norm_attended",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "norm",
}


def _name(given: str) -> str | None:
    """What BERT's files call it, as it is called here; nothing for what is not used (its pooler)."""
    part, _, kind = given.rpartition(".")
    if part in _OUTSIDE:
        return f"{_OUTSIDE[part]}.{kind}"
    if not part.startswith("encoder.layer."):
        return None
    number, _, inside = part.removeprefix("encoder.layer.").partition(".")
    return f"layers.{number}.{_INSIDE[inside]}.{kind}"
