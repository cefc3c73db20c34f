"""Texts that a tagger may stumble over. Run as a program it tags them all, and says what it found and held.

python -m tests.nlp.hostile MODELS_DIR
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

CLEAR = "If he is not in by nine, mum takes the phone for the next evening, and dad backs her up."
#: Nothing in them could be tagged.
WITHOUT_WORDS = {
    "nothing": "",
    "spaces": " \n\t\u00a0\u200b\u2028 ",
    "emoji": "😀🎉 👍🏽 👩‍👧‍👦\n" * 50,
    "numbers": "1 2 3 4.5 77% 12/12/2024 £3.50\n" * 50,
    "punctuation": "... !!! ??? -- ;;; ,,, “” () [] … — * # / \\ \n" * 50,
    "bullets": "- \n* \n• \n" * 1_000,
    "one long word": "x" * 50_000,
}
#: Something might be suggested, and wherever it is, it must be words of the text.
WITH_WORDS = {
    "Welsh": "Mae Nain wedi cytuno i wneud yn siŵr ei fod adref erbyn deg bob nos. " * 3,
    "Polish": "Mama zgodziła się sprawdzać zadania domowe każdego wieczoru i chwalić go za to. " * 3,
    "Chinese": "妈妈同意每天晚上检查作业,并且表扬他。" * 40,
    "right to left": "وافقت الأم على مراجعة الواجب كل مساء " * 10 + "\u202eאמא תבדוק כל ערב\u202c " * 10,
    "marks upon marks": "m\u0301\u0302\u0303\u0304u\u0327m rang the s\u0308\u0308chool herself " * 20,
    "control": f"\x00\x1b[31m{CLEAR}\x07 Mum\x00 rang the school herself\u2028 and said so\x85",
    "halves of characters": f"\ud800 {CLEAR} \udfff\udfffMum rang \ud83d the school herself.",
    "markup": f"<script>alert('mum')</script> {{{{7*7}}}} %s {CLEAR} " * 5,
    "one word a line": "mum\n" * 400,
    "no full stop": f"{CLEAR[:-1]} " * 10,
    "capitals": CLEAR.upper() * 5,
    "line ends of every kind": f"{CLEAR}\r\n{CLEAR}\r{CLEAR}\x0b{CLEAR}\x0c{CLEAR}\u2029",
}
ONE_SENTENCE = " ".join(["mum asked him and he went out"] * 1_430)
#: Much more text than there are words in it, because it is the size that is tried, not the model's pace.
LONG = f"{CLEAR}\n{'.' * 50_000}\n" * 41


def _held_mib() -> float:
    """The most that this process has held at once so far."""
    (line,) = [s for s in Path("/proc/self/status").read_text().splitlines() if s.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def _main(models_dir: Path) -> None:
    from fidelity.nlp.pipeline import load_tagger
    from fidelity.nlp.types import Unit

    tagger = load_tagger(models_dir)
    texts = [*WITHOUT_WORDS.values(), *WITH_WORDS.values()]
    session = [Unit(text, "youth" if place % 3 else "therapist") for place, text in enumerate(texts)]
    found = [tagger.tag([Unit(text, "note") for text in texts]), tagger.tag(session)]
    found += [tagger.left_out(session, 3, 7)]
    small = _held_mib()
    found += [tagger.tag([Unit(ONE_SENTENCE, "therapist"), Unit(LONG, "note")])]
    digest = sha256(repr(found).encode("utf-8", "backslashreplace")).hexdigest()
    print(json.dumps({"found": digest, "small": small, "large": _held_mib()}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
