import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import AuditEntry, CaseNoteDraft, CaseNoteRevision, Role
from tests.conftest import ADDRESS
from tests.factories import this_monday

FORM = {"revision": "0", "number": "0"}


@pytest.fixture
def therapist(sign_in, people):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def address(people):
    return f"{ADDRESS}cases/{people['case'].id}/weeks/{this_monday()}/note"


def written(db, people):
    db.rollback()
    mine = select(CaseNoteRevision).filter_by(written_by_id=people[Role.THERAPIST].id)
    numbers = [revision.number for revision in db.scalars(mine.order_by(CaseNoteRevision.number))]
    db.rollback()
    return numbers


def test_a_therapist_writes_hands_in_and_reads(therapist, address, db, people, queue):
    assert therapist.get(f"{address}/edit").status_code == 200

    answer = therapist.post(f"{address}/edit", data=FORM | {"do": "hand_in", "advances": "Mum held it."})

    assert answer.status_code == 303
    page = therapist.get(answer.location).text
    assert "Mum held it." in page
    assert "Handed in as revision 1." in page
    assert len(queue.jobs) == 1
    db.rollback()
    assert "read note" in db.scalars(select(AuditEntry.what)).all()


def test_html_typed_is_text(therapist, address):
    typed = '<script>alert(1)</script> & "quotes" </textarea>\''
    data = FORM | {"do": "hand_in", "advances": typed, "new_goals-0-goal": typed}
    therapist.post(f"{address}/edit", data=data)

    for page in (therapist.get(address).text, therapist.get(f"{address}/edit").text):
        assert "<script>alert" not in page
        assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_a_note_of_two_megabytes_is_refused_at_its_field_and_kept_on_the_page(therapist, address, db, people):
    long = "Ŵ " * 1_000_000
    answer = therapist.post(
        f"{address}/edit", data=FORM | {"do": "hand_in", "advances": long, "fit": "Tired."}
    )

    assert answer.status_code == 422
    assert "Advances must be 50,000 characters or fewer. There are 1,999,999 now" in answer.text
    assert 'href="#advances"' in answer.text
    assert long.strip() in answer.text
    assert "Tired." in answer.text
    assert written(db, people) == []


def test_nothing_to_hand_in_is_said(therapist, address):
    answer = therapist.post(f"{address}/edit", data=FORM | {"do": "hand_in"})

    assert answer.status_code == 422
    assert "<title>Error: Write the case note" in answer.text


def test_a_date_that_is_none_is_said_at_its_goal_and_kept(therapist, address):
    data = FORM | {"do": "hand_in", "new_goals-4-goal": "Jar", "new_goals-4-by": "Friday"}
    answer = therapist.post(f"{address}/edit", data=data)

    assert answer.status_code == 422
    assert 'href="#new_goals-0-by"' in answer.text
    assert 'value="Friday"' in answer.text


def test_the_second_of_two_tabs_sees_both_without_javascript(therapist, address, db, people):
    first = FORM | {"do": "hand_in", "advances": "First tab.", "barriers": "Same."}
    therapist.post(f"{address}/edit", data=first)

    answer = therapist.post(
        f"{address}/edit",
        data=FORM
        | {"do": "hand_in", "advances": "Second\ntab.", "barriers": "Same.", "previous_goals-0-goal": "Jar"},
    )

    assert answer.status_code == 409
    assert "What you wrote" in answer.text
    assert "First" in answer.text
    assert "Second" in answer.text
    assert 'id="clash-barriers"' not in answer.text
    assert len(written(db, people)) == 1

    settled = {
        "revision": "1",
        "number": "0",
        "advances": "Second\ntab.",
        "barriers": "Same.",
        "previous_goals-0-goal": "Jar",
        "keep-advances": "both",
        "keep-previous_goals": "mine",
    }
    answer = therapist.post(f"{address}/settle", data=settled, follow_redirects=True)
    assert "First tab.\n\nSecond\ntab." in answer.text
    assert ">Jar</textarea>" in answer.text


def test_autosave_answers_in_json(therapist, address, db):
    def save(fields, **base):
        return therapist.post(f"{address}/draft", json={"fields": fields} | base)

    first = save({"advances": "One 😀", "new_goals-0-goal": "Jar", "do": "x"}, revision=0, number=0)
    assert first.status_code == 200
    assert first.json["number"] == 1
    assert first.json["saved"].endswith(("am", "pm"))
    assert save({"advances": "Two"}, revision=0, number=1).json["number"] == 2

    clash = save({"advances": "Other tab"}, revision=0, number=1)
    assert clash.status_code == 409
    assert clash.json["theirs"]["sections"]["advances"] == "Two"

    long = save({"advances": "a" * 50_001}, revision=0, number=2)
    assert long.status_code == 422
    assert "advances" in long.json["errors"]
    db.rollback()
    assert db.scalars(select(CaseNoteDraft)).one().sections["advances"] == "Two"


@pytest.mark.parametrize(
    "body", [[], {}, {"fields": []}, {"fields": {"advances": "\ud800\x00"}, "number": []}]
)
def test_nonsense_does_not_break_autosave(therapist, address, body):
    assert therapist.post(f"{address}/draft", json=body).status_code in {200, 400}


def test_autosave_of_who_is_signed_out_says_so(client, address):
    headers = {"Accept": "application/json", "X-Requested-With": "fetch"}
    assert client.post(f"{address}/draft", json={"fields": {}}, headers=headers).status_code == 401


def test_goals_are_added_and_removed_without_javascript(therapist, address, db):
    data = FORM | {
        "new_goals-0-goal": "First",
        "new_goals-1-goal": "",
        "new_goals-2-goal": "Third",
        "fit": "Kept",
    }

    more = therapist.post(f"{address}/edit", data=data | {"do": "add-new_goals"}).text
    assert 'id="new_goals-2-goal"' in more
    assert 'id="new_goals-3-goal"' not in more
    assert "Kept" in more

    fewer = therapist.post(f"{address}/edit", data=data | {"do": "remove-new_goals-2"}).text
    assert ">First</textarea>" in fewer
    assert ">Third</textarea>" not in fewer
    db.rollback()
    assert db.scalar(select(func.count()).select_from(CaseNoteDraft)) == 0


def test_revisions_can_be_read_and_compared(therapist, address, db, people):
    therapist.post(f"{address}/edit", data=FORM | {"do": "hand_in", "advances": "Mum held it."})
    therapist.post(
        f"{address}/edit",
        data={"revision": "1", "number": "0", "do": "hand_in", "advances": "Mum held the rule."},
    )

    assert written(db, people) == [1, 2]
    assert "Mum held it." in therapist.get(f"{address}?revision=1").text
    page = therapist.get(f"{address}/differences?older=1&newer=2").text
    assert '<del class="app-del"> it.</del>' in page
    assert '<ins class="app-ins"> the rule.</ins>' in page
    for nowhere in ("?revision=3", "?revision=x", "/differences?older=1&newer=9", "/differences"):
        assert therapist.get(f"{address}{nowhere}").status_code == 404


def test_a_week_without_a_note_says_so(therapist, address):
    assert "No note has been handed in" in therapist.get(address).text


def test_a_week_that_has_not_begun_cannot_be_written_in(therapist, people):
    later = this_monday() + timedelta(weeks=1)
    answer = therapist.get(f"{ADDRESS}cases/{people['case'].id}/weeks/{later}/note/edit")

    assert answer.status_code == 422
    assert "This week has not begun yet" in answer.text


@pytest.mark.parametrize("monday", ["yesterday", "20261116", "2026-W47-1", "2026-11-17", "0000-00-00"])
def test_an_address_without_a_monday_leads_nowhere(therapist, people, monday):
    assert therapist.get(f"{ADDRESS}cases/{people['case'].id}/weeks/{monday}/note").status_code == 404


@pytest.mark.parametrize(
    ("role", "read", "write"),
    [
        (Role.THERAPIST, 200, 200),
        (Role.CONSULTANT, 200, 403),
        (Role.SUPERVISOR, 200, 403),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_each_role_reads_and_writes_as_it_may(sign_in, people, address, role, read, write):
    browser = sign_in(people[role])

    assert browser.get(address).status_code == read
    assert browser.get(f"{address}/edit").status_code == write
    for post in ("edit", "settle", "import", "import/keep"):
        data = FORM | {"advances": "x", "do": "save"}
        assert (browser.post(f"{address}/{post}", data=data).status_code == 403) == (write == 403)


class TestImport:
    NOTE = "Seen twice.\nADVANCES:\nMum held it.\nQuestions\nWhat next?\n"

    def send(self, therapist, address, content, name="note.txt", **fields):
        file = (io.BytesIO(content if isinstance(content, bytes) else content.encode()), name)
        data = FORM | {"loose_goes_to": "fit", "document": file} | fields
        return therapist.post(f"{address}/import", data=data, content_type="multipart/form-data")

    def test_a_file_is_read_shown_and_only_then_kept(self, therapist, address, db):
        page = self.send(therapist, address, self.NOTE, barriers="Typed before.")
        assert page.status_code == 200
        for words in ("Seen twice.", "Mum held it.", "What next?"):
            assert words in page.text
        db.rollback()
        draft = db.scalars(select(CaseNoteDraft)).one()
        assert (draft.sections["barriers"], draft.sections["advances"]) == ("Typed before.", "")
        db.rollback()

        kept = {"revision": "0", "number": "1", "text-advances": "Mum held it!", "how-advances": "add"}
        answer = therapist.post(f"{address}/import/keep", data=kept, follow_redirects=True)
        assert "Mum held it!" in answer.text
        assert "Typed before." in answer.text

    def test_what_is_there_is_shown_beside_it(self, therapist, address):
        page = self.send(therapist, address, self.NOTE, advances="Typed before.").text

        assert "What the draft says now" in page
        assert "Put it in place of what is there" in page

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"", "note.txt", "The selected file is empty"),
            (b"%PDF-1.7 nonsense", "note.pdf", "damaged"),
            (b"MZ\x90\x00", "note.exe", "must be a .txt, .md, .docx or .pdf"),
            (b"x", "", "Select a .txt, .docx or .pdf file"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_said_at_its_field_and_what_was_typed_kept(
        self, therapist, address, content, name, sentence
    ):
        answer = self.send(therapist, address, content, name, advances="Typed before.")

        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'href="#document"' in answer.text
        assert "Typed before." in answer.text

    def test_a_file_that_is_too_large_is_said_at_its_field(self, therapist, address, app):
        from dataclasses import replace

        app.extensions["fidelity.settings"] = replace(
            app.extensions["fidelity.settings"], largest_document_bytes=2**17
        )

        for size, status in ((2**17 + 1, 422), (3 * 2**17, 413)):
            answer = self.send(therapist, address, b"a" * size)
            assert answer.status_code == status
            assert "The selected file must be smaller than 128" in answer.text

    def test_a_note_that_changed_in_between_is_shown_again(self, therapist, address):
        self.send(therapist, address, self.NOTE)
        therapist.post(
            f"{address}/draft", json={"fields": {"advances": "Other tab."}, "revision": 0, "number": 0}
        )

        kept = FORM | {"text-advances": "Mum held it.", "how-advances": "replace"}
        answer = therapist.post(f"{address}/import/keep", data=kept)

        assert answer.status_code == 409
        assert "Other tab." in answer.text
        assert "Mum held it." in answer.text
