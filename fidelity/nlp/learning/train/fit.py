"""One training: the encoder and its heads on labelled units, with the marked words as a second task."""

import copy
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from fidelity.nlp.learning.train.examples import Batch, Example, batches, make_batch
from fidelity.nlp.learning.train.network import Network, load_encoder
from fidelity.nlp.thresholds import LABELS

#: Of tokens that carry nothing: there are so many more of them.
_WEIGHT_OF_NOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Recipe:
    """How it is trained. The values were chosen by cross-validation: docs/measurements/tagging.md."""

    epochs: int = 9
    rate: float = 1.2e-4
    rate_of_heads: float = 1e-3
    size: int = 32
    words: float = 0.5
    average: float = 0.99
    dropout: float = 0.1
    seed: int = 1


def fit(
    examples: Sequence[Example], *, sources: int, start: Path, recipe: Recipe, is_told: bool = True
) -> Network:
    """Train on all of them. The same examples, recipe and number of threads give the same network.

    Sums run in bfloat16 where that helps (on processors made for it, more than twice as fast); the weights
    stay in 32 bits. What comes back is the moving average of the weights, which unseen documents like
    better than the last step's.
    """
    torch.manual_seed(recipe.seed)
    order = random.Random(recipe.seed)  # noqa: S311  # it draws no secret
    network = Network(sources, recipe.dropout)
    load_encoder(network, start)
    heads = ("pooled", "carries", "carried", "habits")
    parts = {True: [], False: []}  # type: ignore[var-annotated]
    for name, weights in network.named_parameters():
        parts[name.startswith(heads)].append(weights)
    optimiser = torch.optim.AdamW(
        [{"params": parts[False], "lr": recipe.rate}, {"params": parts[True], "lr": recipe.rate_of_heads}],
        weight_decay=0.01,
        fused=True,
    )
    steps = recipe.epochs * -(-len(examples) // recipe.size)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1.0 - step / steps)
    )
    averaged = copy.deepcopy(network).eval()
    for epoch in range(recipe.epochs):
        began, total = time.monotonic(), 0.0
        network.train()
        for chosen in batches(examples, recipe.size, order):
            batch = make_batch(chosen, noise=order)
            loss = _loss(network, batch, recipe)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            _follow(averaged, network, recipe.average)
            total += float(loss.detach()) * len(chosen)
        if is_told:
            seconds = time.monotonic() - began
            print(f"  epoch {epoch + 1}: loss {total / len(examples):.4f}, {seconds:.0f} s", flush=True)  # noqa: T201
    return averaged


def _loss(network: Network, batch: Batch, recipe: Recipe) -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits, carries, _ = network(batch.ids, batch.seen, batch.types, batch.own)
    logits = logits.float() + network.habits(batch.source)
    loss = F.binary_cross_entropy_with_logits(logits, batch.given)
    # Of labels that are given: which words carry them. Of the others: none does, said more quietly.
    shown = (batch.given > 0.5).float()[:, None, :]
    weight = batch.own[:, :, None] * (shown + _WEIGHT_OF_NOTHING * (1.0 - shown))
    by_token = F.binary_cross_entropy_with_logits(carries.float(), batch.carried, reduction="none")
    habit = 1e-3 * network.habits.weight.square().sum()
    return loss + recipe.words * (by_token * weight).sum() / weight.sum().clamp(min=1.0) + habit


@torch.no_grad()
def _follow(averaged: Network, network: Network, keep: float) -> None:
    for slow, fast in zip(averaged.parameters(), network.parameters(), strict=True):
        slow.lerp_(fast, 1.0 - keep)


@torch.no_grad()
def logits_of(network: Network, examples: Sequence[Example]) -> npt.NDArray[np.float32]:
    """Examples by labels, without any writer's habits."""
    network.eval()
    found = np.zeros((len(examples), len(LABELS)), np.float32)
    by_length = sorted(range(len(examples)), key=lambda place: len(examples[place].reading.ids))
    for at in range(0, len(by_length), 64):
        chosen = by_length[at : at + 64]
        batch = make_batch([examples[place] for place in chosen])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits, _, _ = network(batch.ids, batch.seen, batch.types, batch.own)
        found[chosen] = logits.float().numpy()
    return found
