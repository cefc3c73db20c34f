"""Sounds of a home in which nobody says anything that is meant for us, made from numbers.

Every maker gives samples at 16,000 a second between -1 and 1, the same ones every time.
"""

import numpy as np

RATE = 16_000


def silence(seconds):
    """Digital silence, as of a microphone that was muted."""
    return np.zeros(int(seconds * RATE))


def room(seconds):
    """A quiet room: faint noise, a trace of the mains, a creak now and then."""
    sound = 0.0015 * _pink(seconds, seed=1) + 0.0004 * _tone(seconds, 50)
    for at in _moments(seconds, every=17, seed=2):
        _put(sound, at, 0.02 * _burst(0.08, seed=int(at * 10), lowest=200, highest=1_500))
    return sound


def hum(seconds):
    """Mains hum with its harmonics, swelling a little."""
    tones = sum(_tone(seconds, 50 * n) / n for n in (1, 2, 3, 4, 6, 10))
    return 0.12 * tones * (1 + 0.2 * _tone(seconds, 0.13)) + 0.002 * _pink(seconds, seed=3)


def white(seconds):
    """White noise, as of a bad cable."""
    return 0.1 * np.random.default_rng(4).standard_normal(int(seconds * RATE)).clip(-4, 4)


def pink(seconds):
    """Pink noise, as of rain."""
    return 0.15 * _pink(seconds, seed=5)


def fan(seconds):
    """An extractor fan: low noise and the tone of its blades."""
    air = _band(_pink(seconds, seed=6), 40, 900) * (1 + 0.15 * _tone(seconds, 7))
    return 0.25 * air + 0.03 * _tone(seconds, 118) + 0.02 * _tone(seconds, 236)


def music(seconds):
    """A tune over chords and drums, two beats a second."""
    return _each_quarter_minute(seconds, _tune)


def house(seconds):
    """Doors slam, a dog barks, a kettle boils, cups are put down, over a quiet room."""
    sound = room(seconds)
    for at in _moments(seconds, every=9, seed=7):
        slam = _burst(0.35, seed=int(at * 10), lowest=30, highest=400)
        _put(sound, at, 0.7 * slam)
    for at in _moments(seconds, every=13, seed=8):
        for bark in range(3):
            _put(sound, at + bark * 0.45, 0.4 * _bark(seed=int(at * 10) + bark))
    for at in _moments(seconds, every=6, seed=9):
        _put(sound, at, 0.25 * _burst(0.06, seed=int(at * 10), lowest=1_800, highest=6_000))
    for at in _moments(seconds, every=60, seed=10):
        hiss = _band(np.random.default_rng(11).standard_normal(20 * RATE), 800, 7_000)
        _put(sound, at, 0.08 * hiss * np.linspace(0, 1, len(hiss)) ** 2)
    return sound


def singing(seconds):
    """Vowels sung without words, two a second."""
    random = np.random.default_rng(13)
    sound = np.zeros(int(seconds * RATE))
    for number in range(int(seconds * 2)):
        pitch = 110 * 2 ** (random.integers(20) / 12)
        vowel = _VOWELS[random.integers(len(_VOWELS))]
        _put(sound, number / 2, 0.2 * _sung(pitch, vowel, random.uniform(0.35, 0.9)))
    return sound


def murmur(seconds, voices):
    """A dozen people at once behind a wall, out of recordings of single ones."""
    return 0.04 * _level(_band(_babble(seconds, voices, layers=12), 150, 1_800))


def television(seconds, voices):
    """A television in the next room: six voices at once, muffled, with music. Nobody can be made out."""
    return _with_music(_babble(seconds, voices, layers=6), highest=2_500)


def near_television(seconds, voices):
    """A television in this room: three voices at once, with music. Here and there words can be made out."""
    return _with_music(_babble(seconds, voices, layers=3), highest=3_500)


def with_silences(speech):
    """Speech that stops after every seven seconds, for twenty."""
    pieces = []
    for start in range(0, len(speech), 7 * RATE):
        pieces += [speech[start : start + 7 * RATE], room(20)]
    return np.concatenate(pieces)


def fading(speech):
    """Speech that gets quieter and quieter, down to a hundredth."""
    return speech * np.geomspace(1, 0.01, len(speech))


def _with_music(babble, *, highest):
    tune = _level(_band(music(len(babble) / RATE), 60, highest))
    return 0.04 * (_level(_band(babble, 120, highest)) + 0.35 * tune)


def _babble(seconds, voices, *, layers):
    random = np.random.default_rng(12)
    sound = np.zeros(int(seconds * RATE))
    for layer in range(layers):
        voice = voices[layer % len(voices)]
        begun = np.roll(voice, -int(random.integers(len(voice))))
        sound += _at_speed(np.resize(begun, len(sound)), 0.85 + 0.3 * random.random())
    return sound


#: The three resonances of a, e, i, o and u, in hertz.
_VOWELS = (
    (750, 1_150, 2_500),
    (450, 1_900, 2_600),
    (300, 2_200, 3_000),
    (450, 850, 2_500),
    (320, 750, 2_300),
)


def _sung(pitch, vowel, seconds):
    time = np.arange(int(seconds * RATE)) / RATE
    turns = 2 * np.pi * np.cumsum(pitch * (1 + 0.01 * np.sin(2 * np.pi * 5.5 * time))) / RATE
    voice = np.zeros(len(time))
    for number in range(1, int(4_000 / pitch)):
        nearness = [np.exp(-(((number * pitch - peak) / 150) ** 2)) for peak in vowel]
        voice += (nearness @ np.array((1, 0.6, 0.25)) + 0.02 / number) * np.sin(number * turns)
    return voice * np.hanning(len(time)) ** 0.3


def _tune(seed):
    random = np.random.default_rng(seed)
    beat, beats = RATE // 2, 30
    sound = np.zeros(beat * beats)
    scale = np.array([0, 2, 4, 5, 7, 9, 11, 12])
    root = 48 + int(random.integers(8))
    for bar, step in enumerate(random.choice([0, 5, 7, 9], size=8)):
        for note in (0, 4, 7):
            _put(sound, bar * 2.0, 0.08 * _note(root + step + note, 2.0, brightness=3))
    for number in range(beats):
        if random.random() < 0.8:
            _put(sound, number / 2, 0.14 * _note(root + 24 + int(random.choice(scale)), 0.5, brightness=6))
        if number % 2 == 0:
            _put(sound, number / 2, 0.5 * _drum())
        _put(sound, number / 2 + 0.25, 0.1 * _burst(0.05, seed=number, lowest=3_000, highest=7_500))
    return sound


def _each_quarter_minute(seconds, make):
    parts = [make(100 + part) for part in range(int(np.ceil(seconds / 15)))]
    return np.concatenate(parts)[: int(seconds * RATE)]


def _note(number, seconds, *, brightness):
    pitch = 440 * 2 ** ((number - 69) / 12)
    fading = np.exp(-3 * np.arange(int(seconds * RATE)) / RATE / seconds)
    fading[:160] *= np.linspace(0, 1, 160)
    return fading * sum(_tone(seconds, pitch * n) / n**1.5 for n in range(1, brightness + 1))


def _drum():
    time = np.arange(RATE // 5) / RATE
    return np.sin(2 * np.pi * (50 * time + 4 * (1 - np.exp(-20 * time)))) * np.exp(-15 * time)


def _bark(seed):
    time = np.arange(int(0.25 * RATE)) / RATE
    pitch = 450 + 250 * np.sin(np.pi * time / 0.25)
    voice = np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / RATE)) * np.hanning(len(time))
    return _band(voice + 0.5 * np.random.default_rng(seed).standard_normal(len(time)), 300, 3_000)


def _burst(seconds, *, seed, lowest, highest):
    noise = np.random.default_rng(seed).standard_normal(int(seconds * RATE))
    return _level(_band(noise, lowest, highest)) * np.exp(-5 * np.arange(len(noise)) / len(noise)) * 0.5


def _tone(seconds, pitch):
    return np.sin(2 * np.pi * pitch * np.arange(int(seconds * RATE)) / RATE)


def _pink(seconds, *, seed):
    count = int(seconds * RATE)
    shape = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    shape /= np.sqrt(np.maximum(np.fft.rfftfreq(count, 1 / RATE), 20))
    return _level(np.fft.irfft(shape, count))


def _band(sound, lowest, highest):
    """What lies between two pitches, with soft edges."""
    shape, pitch = np.fft.rfft(sound), np.fft.rfftfreq(len(sound), 1 / RATE)
    shape *= 1 / np.sqrt(1 + (pitch / highest) ** 8)
    shape *= (pitch / lowest) ** 4 / np.sqrt(1 + (pitch / lowest) ** 8)
    return np.fft.irfft(shape, len(sound))


def _level(sound):
    """The same with a mean power of one."""
    return sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9)


def _at_speed(sound, speed):
    at = (np.arange(len(sound)) * speed) % (len(sound) - 1)
    return np.interp(at, np.arange(len(sound)), sound)


def _moments(seconds, *, every, seed):
    """Moments in seconds, about ``every`` so many, never the same distance apart."""
    random = np.random.default_rng(seed)
    evenly = np.arange(every / 2, seconds - 1, every)
    return evenly + random.uniform(-every / 3, every / 3, size=len(evenly))


def _put(sound, at, piece):
    start = max(int(at * RATE), 0)
    end = min(start + len(piece), len(sound))
    if end > start:
        sound[start:end] += piece[: end - start]


#: Name: maker, for all that need no voices.
QUIET = {make.__name__: make for make in (silence, room, hum, white, pink, fan, music, singing, house)}
