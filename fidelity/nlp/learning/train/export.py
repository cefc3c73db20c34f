"""Writes the network as the file that ships: ONNX, with weights of 8 bits."""

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from fidelity.nlp.learning.train.network import WIDTH, Network


class Explained(nn.Module):
    """The network with its judgement taken apart: how much of each logit each own token brought.

    Exact, given the last layer: a logit is its constant and the sum of what the tokens bring. The mean is
    shared among all, a maximum belongs to the token that has it, attention to whom it looks at.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, seen: Tensor, types: Tensor, own: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits, token logits and features as ``Network`` gives them, and moves (texts, tokens, labels)."""
        network, is_own = self.network, own[:, :, None]
        hidden = network.encode(ids, seen, types)
        logits, carries, features = network.judge(hidden, own)
        most = features[:, None, WIDTH:]
        has_it = ((hidden >= most) & (is_own > 0)).float()
        # Two tokens hardly ever share a maximum to the last digit; if they do, they share what it brings.
        has_it = has_it / has_it.sum(dim=1, keepdim=True).clamp(min=1.0)
        mean_weight, most_weight = network.pooled.weight[:, :WIDTH], network.pooled.weight[:, WIDTH:]
        moves = (hidden * is_own / is_own.sum(dim=1, keepdim=True).clamp(min=1.0)) @ mean_weight.T
        moves = moves + (has_it * most) @ most_weight.T
        moves = moves + network.looks(carries, own) * network.carried(hidden)
        return logits, carries, features, moves


def write_onnx(network: Network, file: Path) -> None:
    """Inputs and outputs as ``Explained``; texts and tokens may be of any number."""
    names = ["ids", "seen", "types", "own"]
    outputs = ["logits", "carries", "features", "moves"]
    ids = torch.ones((2, 7), dtype=torch.int64)
    ones = torch.ones((2, 7))
    axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "carries", "moves"]}
    axes |= {"logits": {0: "texts"}, "features": {0: "texts"}}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Explained(network).eval(),
            (ids, ones, torch.zeros_like(ids), ones),
            str(whole),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            whole,
            file,
            per_channel=True,
            # Unsigned: signed weights overflow in sums of 8-bit products on processors that lack VNNI.
            weight_type=QuantType.QUInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
