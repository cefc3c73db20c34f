"""Which containers and codecs are let in. All else is refused before any of its code runs."""

#: Demuxers by FFmpeg's names. No playlist (hls, dash, concat, sdp) is among them: those fetch other files.
CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2",
    "matroska,webm",
    "mp3",
    "wav",
    "w64",
    "ogg",
    "flac",
    "aac",
    "amr",
    "amrnb",
    "amrwb",
    "aiff",
    "caf",
    "au",
    "asf",
)

#: Audio codecs by FFmpeg's canonical names. No video decoder is ever opened.
CODECS = frozenset(
    [
        "aac",
        "aac_latm",
        "ac3",
        "adpcm_ima_qt",
        "adpcm_ima_wav",
        "adpcm_ms",
        "alac",
        "amr_nb",
        "amr_wb",
        "eac3",
        "flac",
        "gsm",
        "gsm_ms",
        "mp2",
        "mp3",
        "opus",
        "pcm_alaw",
        "pcm_f32be",
        "pcm_f32le",
        "pcm_f64be",
        "pcm_f64le",
        "pcm_mulaw",
        "pcm_s16be",
        "pcm_s16le",
        "pcm_s24be",
        "pcm_s24le",
        "pcm_s32be",
        "pcm_s32le",
        "pcm_s8",
        "pcm_u8",
        "speex",
        "vorbis",
        "wmalossless",
        "wmapro",
        "wmav1",
        "wmav2",
        "wmavoice",
    ]
)

#: The decoders behind those codecs whose names differ from the codec's.
DECODERS = CODECS | {
    "mp3float",
    "mp2float",
    "amrnb",
    "amrwb",
    "libopencore_amrnb",
    "libopencore_amrwb",
    "libopus",
}

#: For FFmpeg: nothing but the file it is given, and only what stands above.
OPEN_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": ",".join(CONTAINERS),
    "codec_whitelist": ",".join(sorted(DECODERS)),
}
