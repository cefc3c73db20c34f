"""Weights are read without running what a file holds, and networks laid out as they were trained."""

import pickle
import zipfile

import numpy as np
import onnxruntime
import pytest

from fidelity.speech.voices.embedder import Embedder, WrongEmbedder
from fidelity.speech.voices.features import Features
from fidelity.speech.voices.onnx_file import Network
from fidelity.speech.voices.torch_file import UnreadableWeights, read_tensors


class Bomb:
    def __reduce__(self):
        return (print, ("the file was run",))


def write_weights(path, content):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(content))
    return path


def test_a_file_that_would_run_something_is_refused(tmp_path, capsys):
    weights = write_weights(tmp_path / "weights.pt", {"layer": Bomb()})

    with pytest.raises(UnreadableWeights):
        read_tensors(weights)

    assert capsys.readouterr().out == ""


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "weights.pt").write_bytes(b"not weights")

    with pytest.raises(UnreadableWeights):
        read_tensors(tmp_path / "weights.pt")


def test_it_reads_every_tensor_of_the_real_weights(models):
    tensors = read_tensors(models / "campplus" / "campplus_cn_en_common.pt")

    assert sum(tensor.size for tensor in tensors.values()) > 6_900_000
    assert tensors["xvector.dense.linear.weight"].shape == (192, 1024, 1)


def test_a_network_is_written_so_that_it_runs():
    net = Network(input_shape=("batch", 3))
    product = net.layer("MatMul", "input", net.weights(np.eye(3, dtype=np.float32) * 2))
    wanted = net.layer("LeakyRelu", product, settings={"alpha": 0.5})

    session = onnxruntime.InferenceSession(net.finished(wanted, output_shape=("batch", 3)))

    (found,) = session.run(None, {"input": np.array([[1, -1, 0]], np.float32)})
    assert found.tolist() == [[2, -1, 0]]


def test_bands_of_a_tone_lie_where_the_tone_is():
    seconds = np.arange(16_000, dtype=np.float32) / 16_000
    low, high = (np.sin(2 * np.pi * hertz * seconds, dtype=np.float32) for hertz in (300, 3_000))

    bands = Features(subtract_mean=False).of(np.stack([low, high]))

    assert bands.shape == (2, 98, 80)
    assert bands[0].mean(axis=0).argmax() < 20
    assert bands[1].mean(axis=0).argmax() > 50


def test_a_site_may_bring_an_embedder_of_its_own(tmp_path):
    net = Network(input_shape=("batch", "samples"))
    mean = net.layer("ReduceMean", net.layer("Abs", "input"), settings={"axes": (1,)})
    both = net.layer("Concat", mean, net.layer("Neg", mean), settings={"axis": 1})
    (tmp_path / "model.onnx").write_bytes(net.finished(both, output_shape=("batch", 2)))
    (tmp_path / "embedder.json").write_text('{"input": "sound", "window_seconds": 1.0}')

    numbers = Embedder(tmp_path, threads=1).embed([np.ones(400, np.float32), np.ones(40_000, np.float32)])

    assert numbers.shape == (2, 2)
    assert np.allclose(numbers, [[0.7071, -0.7071]] * 2, atol=1e-3)


@pytest.mark.parametrize("says", ['{"windows": 3}', '{"features": {"melts": 3}}', "no json"])
def test_an_embedder_that_is_described_wrongly_is_refused(tmp_path, says):
    (tmp_path / "model.onnx").write_bytes(b"")
    (tmp_path / "embedder.json").write_text(says)

    with pytest.raises(WrongEmbedder, match="no embedder that can be used"):
        Embedder(tmp_path, threads=1)


def test_an_empty_folder_is_no_embedder(tmp_path):
    with pytest.raises(WrongEmbedder):
        Embedder(tmp_path, threads=1)
