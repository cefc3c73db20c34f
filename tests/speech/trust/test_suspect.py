import pytest

from fidelity.speech.trust.suspect import Reason, runs

SPOKEN = "Well we said ten and he came in at half past eleven."


def reasons(passages, voice):
    return [(" ".join(word.text for word in run.words), run.reason) for run in runs(passages, voice, 60)]


def test_plain_speech_is_believed(passage, voice_at):
    assert reasons([passage(SPOKEN)], voice_at((5, 9))) == [(SPOKEN, None)]


def test_nothing_heard_is_nothing_to_judge(voice_at):
    assert reasons([], voice_at()) == []


def test_every_word_comes_back_once_and_in_order(passage, voice_at):
    passages = [
        passage(SPOKEN),
        passage("Thank you.", 20, certainty=-0.9),
        passage("no " * 40, 30, 45, certainty=-0.3),
        passage(SPOKEN, 50),
    ]

    judged = [word for run in runs(passages, voice_at((5, 9), (30, 45)), 60) for word in run.words]

    assert judged == [word for each in passages for word in each.words]


def test_no_run_holds_words_of_two_passages(passage, voice_at):
    passages = [passage("Is he in?", 5), passage("No.", 8)]

    assert [text for text, _ in reasons(passages, voice_at((5, 10)))] == ["Is he in?", "No."]


@pytest.mark.parametrize(
    "said",
    [
        "Bye. Bye. Bye.",
        "No no no no no no no no no no.",
        "Mum. Mum. Mum. Mum. Mum.",
        "I hate you I hate you I hate you I hate you!",
        "I don't want to go, I don't want to go, I don't want to go, I don't want to go.",
        "Thank you. Thank you so much.",
        "He never subscribes to anything, please subscribe, he says.",
        "Diolch yn fawr.",
        "Mm.",
    ],
)
def test_what_families_say_is_believed(passage, voice_at, said):
    assert reasons([passage(said)], voice_at((5, 30))) == [(said, None)]


@pytest.mark.parametrize(
    "text", ["I don't know. " * 18, "no " * 60, "and then he said that he would not go there " * 8]
)
def test_a_loop_is_not_believed_however_sure_the_recogniser_is(passage, voice_at, text):
    heard = passage(text, 5, 30, certainty=-0.17, compression=14.0)

    assert [reason for _, reason in reasons([heard], voice_at((5, 30)))] == [Reason.LOOP]


def test_what_led_into_a_loop_is_not_believed_either(passage, voice_at):
    heard = passage("I wouldn't make any money " + "I wouldn't pay that. " * 10, 5, 25)

    assert [reason for _, reason in reasons([heard], voice_at((5, 25)))] == [Reason.LOOP]


def test_speech_before_a_short_loop_stays(passage, voice_at):
    heard = passage(SPOKEN + " " + SPOKEN.replace("ten", "nine") + " no" * 17, 5, 20)

    found = reasons([heard], voice_at((5, 20)))

    assert [reason for _, reason in found] == [None, Reason.LOOP]
    assert found[1][0] == " ".join(["no"] * 17)


def test_fewer_rounds_are_a_loop_where_the_recogniser_doubts_that_anybody_speaks(passage, voice_at):
    text = "You know what happens. You know what happens. You know what happens."

    assert reasons([passage(text)], voice_at((5, 20)))[0][1] is None
    assert reasons([passage(text, no_speech=0.7)], voice_at((5, 20)))[0][1] is Reason.LOOP


def test_words_over_silence_are_not_believed(passage, voice_at):
    heard = passage(SPOKEN, 20)

    assert reasons([heard], voice_at((5, 9))) == [(SPOKEN, Reason.NO_VOICE)]


def test_only_the_words_over_silence_are_struck_out(passage, voice_at):
    heard = passage("He came in at ten and went up and that was it for the night", 5, 19)

    assert [reason for _, reason in reasons([heard], voice_at((5, 12)))] == [None, Reason.NO_VOICE]


def test_one_word_beside_the_voice_is_a_matter_of_blurred_times(passage, voice_at):
    heard = passage("He came in at ten", 5, 10)

    assert [reason for _, reason in reasons([heard], voice_at((5, 8.4)))] == [None]


def test_words_a_little_beside_the_voice_are_a_matter_of_blurred_times(passage, voice_at):
    heard = passage("Is he in?", 9.2, 9.8)

    assert [reason for _, reason in reasons([heard], voice_at((5, 9)))] == [None]


def test_nobody_says_a_sentence_in_no_time(passage, voice_at):
    heard = passage("I'll see you all in the next week then", 20, 20.3)

    assert reasons([heard], voice_at((5, 40)))[0][1] is Reason.TOO_FAST


def test_a_guess_is_not_believed(passage, voice_at):
    assert reasons([passage(SPOKEN, certainty=-1.2)], voice_at((5, 9))) == [(SPOKEN, Reason.UNSURE)]


def test_doubt_that_anybody_speaks_does_not_strike_out_what_is_clear(passage, voice_at):
    assert reasons([passage(SPOKEN, no_speech=0.8)], voice_at((5, 9)))[0][1] is None


def test_unclear_words_are_not_believed_where_the_recogniser_doubts_that_anybody_speaks(passage, voice_at):
    heard = passage(SPOKEN, certainty=-0.7, no_speech=0.8)

    assert reasons([heard], voice_at((5, 9)))[0][1] is Reason.UNSURE


def test_few_unclear_words_in_a_long_murmur_are_not_believed(passage, voice_at):
    heard = passage("That's it.", certainty=-0.65)

    assert reasons([heard], voice_at((5, 6)))[0][1] is None
    assert reasons([heard], voice_at((5, 28)))[0][1] is Reason.UNSURE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Thanks for watching!", Reason.SUBTITLES),
        ("Subtitles by the Amara.org community", Reason.SUBTITLES),
        ("Diolch am wylio.", Reason.SUBTITLES),
        ("Thank you.", Reason.FILLER),
        ("Diolch yn fawr.", Reason.FILLER),
    ],
)
def test_phrases_of_films_are_not_believed_where_the_voice_is_weak(passage, voice_at, text, reason):
    heard = passage(text)

    assert reasons([heard], voice_at((5, 8)))[0][1] is None
    assert reasons([heard], voice_at((5, 8), probability=0.35))[0][1] is reason
    assert reasons([passage(text, certainty=-0.6)], voice_at((5, 8)))[0][1] is reason


def test_the_same_sentence_in_neighbouring_half_minutes_is_not_believed(passage, voice_at):
    text = "We'll be right back."
    heard = [passage(text, at, certainty=-0.3 - at / 1000) for at in (2, 22, 42)]

    assert {reason for _, reason in reasons(heard, voice_at((0, 60)))} == {Reason.ECHO}
    assert {reason for _, reason in reasons(heard[:2], voice_at((0, 60)))} == {None}


def test_a_yes_in_every_stretch_is_believed(passage, voice_at):
    heard = [passage("Yeah.", at, certainty=-0.3 - at / 1000) for at in (2, 22, 42)]

    assert {reason for _, reason in reasons(heard, voice_at((2, 3), (22, 23), (42, 43)))} == {None}


def test_the_list_of_terms_read_out_is_not_believed(passage, voice_at):
    terms = ("Bruno", "Hobart Street", "Oak House", "CAMHS")
    heard = passage("He said so. Bruno, Hobart Street, Oak House, CAMHS.")

    found = [
        (text, run.reason)
        for run in runs([heard], voice_at((5, 9)), 60, terms)
        for text in [" ".join(word.text for word in run.words)]
    ]

    assert found == [("He said so.", None), ("Bruno, Hobart Street, Oak House, CAMHS.", Reason.TERMS)]


def test_two_terms_that_belong_together_are_believed(passage, voice_at):
    terms = ("Bruno", "Hobart Street", "Oak House", "CAMHS")
    heard = passage("Bruno is in Hobart Street, Oak House is shut.")

    assert {run.reason for run in runs([heard], voice_at((5, 9)), 60, terms)} == {None}


def test_small_talk_among_other_unclear_words_stays(passage, voice_at):
    heard = passage("Hello. He came in at ten.", certainty=-0.6)

    assert [reason for _, reason in reasons([heard], voice_at((5, 8)))] == [None]


def test_a_reason_ends_the_sentence_that_pages_show():
    for reason in Reason:
        assert reason.value[0].islower()
        assert not reason.value.endswith(".")
