"""The pages of learning in service: for administrators, in numbers, and never a way round the rule."""

import re

import pytest
from sqlalchemy import select

from fidelity.nlp.experimental import measured
from fidelity.nlp.lessons import Learned
from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.switch_learning import is_learning_on, switch_learning
from fidelity.usecases.training_results import as_numbers
from models import Job, JobStatus, LearnedTagger, Role, TaggerAdoption, now
from tests.learning import FAIR, GOOD, POOR, Decided, compare


@pytest.fixture
def administrator(people):
    return people[Role.ADMINISTRATOR]


@pytest.fixture
def browser(administrator, sign_in):
    return sign_in(administrator)


@pytest.fixture
def on(db, administrator):
    switch_learning(db, by=administrator, is_on=True)


@pytest.fixture
def trained(db):
    """A training with what it was measured to be."""

    def trained(held_out=(FAIR, GOOD), benchmark=(FAIR, FAIR), **given):
        found = Learned(b"head", "mine", compare(*held_out), compare(*benchmark))
        defaults = {
            "base_version": measured().version,
            "version": "mine",
            "head": b"head",
            "trained_at": now(),
            "lessons": {"learned": 400, "held_out": 90, "weeks": 20, "held_out_weeks": 5, "recordings": []},
            "results": as_numbers(found, beside=measured().version),
        }
        row = LearnedTagger(**defaults | given)
        db.add(row)
        db.commit()
        return row

    return trained


def adoptions(db):
    """And holds no lock afterwards: the pages of a test want to write."""
    return look(db, select(TaggerAdoption).order_by(TaggerAdoption.created_at))


def look(db, wanted):
    db.commit()
    found = db.scalars(wanted.execution_options(populate_existing=True)).all()
    db.commit()
    return found


def use(browser, learned=None, seen=""):
    return browser.post(
        "/learning/use", data={"tagger": str(learned.id) if learned else "", "seen": str(seen)}
    )


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_an_administrator_finds_it_off_and_switches_it_on_after_reading_what_it_means(browser, db):
    assert "It has never been switched on" in browser.get("/learning").text
    question = browser.get("/learning/switch").text
    assert "What never leaves" in question
    assert "you confirm that this service may use its case notes" in question

    browser.post("/learning/switch", data={"is_on": "yes"})

    assert is_learning_on(db)
    db.commit()
    assert "What never leaves" not in browser.get("/learning/switch").text
    assert "stays in use until somebody goes back" in browser.get("/learning/switch").text
    assert "/learning" in browser.get("/system").text


def test_a_training_is_asked_for_and_shown_while_it_is_done(browser, db, queue, on):
    browser.post("/learning/train")
    browser.post("/learning/train")

    (learned,) = look(db, select(LearnedTagger))
    assert [kind for kind, _ in queue.jobs] == [JobKind.LEARN]
    page = browser.get("/learning").text
    assert "waits for a worker" in page
    assert "Train now" not in page
    job = jobs.latest(db, JobKind.LEARN, learned.id)
    job.status, job.progress = JobStatus.RUNNING, 0.2
    db.commit()
    assert "learns and is measured" in browser.get("/learning/status").text
    job.status, learned.failure = JobStatus.DONE, "Not enough yet: decisions from 1 of at least 5 weeks."
    db.commit()
    assert "data-is-over" in browser.get("/learning/status").text
    assert "decisions from 1 of at least 5 weeks" in browser.get("/learning").text


def test_nothing_is_asked_for_while_it_is_off(browser, db, queue):
    answer = browser.post("/learning/train")

    assert answer.status_code == 422
    assert "Learning is switched off" in answer.text
    assert queue.jobs == []


def test_what_there_is_to_learn_from_is_shown_in_numbers_and_without_words(browser, db, factories, people):
    Decided(db, factories, people["case"], people[Role.CONSULTANT]).weeks(2, 5)
    db.commit()

    page = browser.get("/learning")

    assert "10 decisions in published feedback on 2 weeks. That is not enough yet" in words_of(page)
    assert "Increasing responsibility Words show it 4 Words do not show it 6" in words_of(page)
    assert "tried step" not in page.text
    assert people["case"].reference not in page.text


def test_what_is_better_is_put_to_use_by_a_person_and_open_weeks_are_tagged_again(
    browser, db, queue, factories, administrator, on, trained
):
    learned = trained()
    page = words_of(browser.get(f"/learning/trainings/{learned.id}"))
    assert "All together Newest weeks: judged 22 Newest weeks: before 66.7 Newest weeks: after 95.2" in page
    assert "Use this tagger" in page
    assert "You can go back in one step" in browser.get(f"/learning/use?tagger={learned.id}").text
    note = factories.Note(week=factories.Week())
    db.commit()

    answer = use(browser, learned)

    (adoption,) = adoptions(db)
    assert answer.status_code == 303
    assert (adoption.learned_id, adoption.by_id) == (learned.id, administrator.id)
    again = look(db, select(Job.subject_id).filter_by(kind=JobKind.TAG_NOTE_AGAIN.name))
    assert note.latest.id in again
    assert JobKind.TAG_NOTE_AGAIN in [kind for kind, _ in queue.jobs]
    assert f"{administrator.name} put it to use" in words_of(browser.get("/learning"))


def test_one_click_goes_back_to_the_one_before_or_to_the_one_that_came_along(browser, db, on, trained):
    first = trained()
    use(browser, first)
    second = trained(results={**first.results, "beside": "mine"}, version="newer")
    assert use(browser, second, adoptions(db)[-1].id).status_code == 303
    page = browser.get("/learning").text
    assert f"/learning/use?tagger={first.id}" in page
    assert "Go back to the tagger that came with Fidelity" in page

    use(browser, first, adoptions(db)[-1].id)
    use(browser, None, adoptions(db)[-1].id)

    assert [each.learned_id for each in adoptions(db)] == [first.id, second.id, first.id, None]
    assert "went back to it" in browser.get("/learning").text


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"held_out": (FAIR, POOR)}, "worse on the newest weeks"),
        ({"benchmark": (GOOD, FAIR)}, "worse on the fixed benchmark"),
        ({"base_version": "an older one"}, "an update of Fidelity has replaced"),
        ({"head": None}, "Nothing came of this training"),
        ({"lessons": {"recordings": ["00000000-0000-4000-8000-000000000000"]}}, "have been taken back"),
    ],
)
def test_what_may_not_be_used_is_not_used_whatever_is_sent(browser, db, on, trained, given, reason):
    learned = trained(**given)

    answer = use(browser, learned)

    assert answer.status_code == 422
    assert reason in answer.text
    assert adoptions(db) == []
    assert "Use this tagger" not in browser.get(f"/learning/trainings/{learned.id}").text


def test_what_was_measured_beside_another_tagger_is_measured_again_first(browser, db, on, trained):
    first, second = trained(), trained()
    use(browser, first)

    answer = use(browser, second, adoptions(db)[-1].id)

    assert "not in use any more" in answer.text
    assert len(adoptions(db)) == 1


def test_nothing_is_put_to_use_while_learning_is_off_but_going_back_is_always_possible(
    browser, db, administrator, on, trained
):
    learned, other = trained(), trained()
    use(browser, learned)
    switch_learning(db, by=administrator, is_on=False)

    assert use(browser, other, adoptions(db)[-1].id).status_code == 422
    assert use(browser, None, adoptions(db)[-1].id).status_code == 303
    assert use(browser, learned, adoptions(db)[-1].id).status_code == 303


def test_of_two_who_choose_at_once_the_second_is_told(browser, db, on, trained):
    learned = trained()
    use(browser, learned)
    seen = adoptions(db)[-1].id
    use(browser, None, seen)

    answer = use(browser, learned, seen)

    assert answer.status_code == 409
    assert "Somebody chose another tagger in between" in answer.text
    assert len(adoptions(db)) == 2


def test_choosing_twice_is_choosing_once(browser, db, on, trained, queue):
    learned = trained()

    assert use(browser, learned).status_code == 303
    asked = len(queue.jobs)
    assert use(browser, learned).status_code == 303

    assert len(adoptions(db)) == 1
    assert len(queue.jobs) == asked


def test_recordings_that_were_taken_back_are_counted_and_trained_without_in_one_click(
    browser, db, factories, on, trained
):
    gone = factories.Recording(is_learning_agreed=True)
    kept = factories.Recording(is_learning_agreed=True)
    lessons = {"learned": 400, "weeks": 20, "recordings": [str(gone.id), str(kept.id)]}
    learned = trained(lessons={**lessons, "held_out": 90, "held_out_weeks": 5})
    use(browser, learned)
    assert "taken back" not in browser.get("/learning").text
    gone.is_learning_agreed = False
    db.commit()

    page = words_of(browser.get("/learning"))

    assert "1 of the 2 recordings that the tagger in use learned from has been taken back since" in page
    assert "Train once more" in page


def test_after_an_update_of_the_product_the_page_says_that_what_was_learned_is_not_used(
    browser, db, administrator, trained
):
    learned = trained(base_version="an older one")
    db.add(TaggerAdoption(learned_id=learned.id, by_id=administrator.id))
    db.commit()

    page = words_of(browser.get("/learning"))

    assert "is not used any more" in page
    assert "The tagger that came with Fidelity" in page


def test_open_weeks_can_be_tagged_again(browser, db, queue, factories):
    factories.Note(week=factories.Week())
    assert "Tag them again" in browser.get("/learning").text

    browser.post("/learning/tag-again")

    assert JobKind.TAG_NOTE_AGAIN in [kind for kind, _ in queue.jobs]
    assert "Tag them again" not in browser.get("/learning").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_gets_to_it(people, sign_in, db, on, trained, role):
    learned = trained()
    browser = sign_in(people[role])

    assert browser.get("/learning").status_code == 403
    assert use(browser, learned).status_code == 403
    assert adoptions(db) == []


def test_without_the_form_token_nothing_is_put_to_use(browser, db, on, trained):
    learned = trained()
    del browser.environ_base["HTTP_X_CSRFTOKEN"]

    assert use(browser, learned).status_code == 400
    assert adoptions(db) == []
