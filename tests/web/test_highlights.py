from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from fidelity.web.highlights import Span, cut

spans = st.lists(
    st.builds(
        Span,
        kind=st.sampled_from(["suggestion", "mark", "comment"]),
        id=st.uuids(),
        starts=st.integers(-3, 40),
        ends=st.integers(-3, 40),
    ),
    max_size=8,
)


@given(st.text(max_size=30), spans)
def test_the_pieces_joined_are_the_text_and_each_letter_knows_what_covers_it(text, spans):
    pieces = cut(text, spans)

    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert piece.text
        assert text[piece.starts :].startswith(piece.text)
        for position in range(piece.starts, piece.starts + len(piece.text)):
            covering = {span for span in spans if span.starts <= position < span.ends}
            assert set(piece.spans) == covering


@given(st.text(max_size=30), spans)
def test_everything_that_covers_words_ends_once(text, spans):
    ended = [span for piece in cut(text, spans) for span in piece.ending]

    covering = [s for s in spans if max(s.starts, 0) < min(s.ends, len(text))]
    assert sorted(span.html_id for span in ended) == sorted(span.html_id for span in covering)


@given(st.text(max_size=30), spans)
def test_what_overlaps_has_lines_of_its_own_and_each_thing_one_from_end_to_end(text, spans):
    lines = {}
    for piece in cut(text, spans):
        drawn = [(span, lane) for span, lane in piece.drawn if span.kind != "comment"]
        assert len({lane for _, lane in drawn}) == len(drawn)
        for span, lane in drawn:
            assert lines.setdefault(span, lane) == lane


def test_overlapping_words_are_cut_at_every_edge():
    one = Span("mark", UUID(int=1), 0, 9)
    two = Span("comment", UUID(int=2), 5, 14)

    pieces = cut("well done both", [one, two])

    assert [(p.text, p.spans) for p in pieces] == [
        ("well ", (one,)),
        ("done", (one, two)),
        (" both", (two,)),
    ]
