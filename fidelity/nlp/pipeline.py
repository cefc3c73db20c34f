"""Puts the tagger together from what came with the product. Heavy: only workers and commands come here."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from tokenizers import Tokenizer

from fidelity.nlp.codebook import load_codebook
from fidelity.nlp.encoder import Encoder
from fidelity.nlp.examples import read_examples
from fidelity.nlp.learner import LearningEncoderTagger
from fidelity.nlp.phrases import read_phrases
from fidelity.nlp.reading import Reader
from fidelity.nlp.sentences import SentenceFinder
from fidelity.nlp.tagger import Parts
from fidelity.nlp.thresholds import read_card

#: What came out of ``make train``.
MODEL = Path(__file__).parent / "model"


@cache
def load_tagger(models_dir: Path) -> LearningEncoderTagger:
    """The tagger, made once in a process; `models_dir` holds `en_core_web_sm/`, whose hashes were checked.

    Raises ValueError where the files of the model are not those of its card, or know another codebook.
    """
    card, codebook = read_card(MODEL / "card.json"), load_codebook()
    if card.codebook_version != codebook.version:
        raise ValueError(
            f"the tagger knows codebook {card.codebook_version}, not {codebook.version}: run make train"
        )
    for name, wanted in card.files.items():
        if sha256((MODEL / name).read_bytes()).hexdigest() != wanted:
            raise ValueError(f"fidelity/nlp/model/{name} is not the file that was trained")
    return LearningEncoderTagger(
        Parts(
            SentenceFinder(models_dir / "en_core_web_sm"),
            Reader(Tokenizer.from_file(str(MODEL / "tokenizer.json"))),
            Encoder(MODEL / "encoder.onnx"),
            read_phrases(MODEL / "phrases.npz"),
            card,
            read_examples(MODEL / "examples.npz", codebook),
        )
    )
