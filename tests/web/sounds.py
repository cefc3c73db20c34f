"""Small sound files for tests."""

import io
import math
import struct
import wave


def wav(seconds=2.0, *, hertz=440, rate=8000):
    """A tone as the bytes of a WAV file. Another pitch is another file."""
    count = int(seconds * rate)
    tone = (int(9000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(count))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack(f"<{count}h", *tone))
    return out.getvalue()
