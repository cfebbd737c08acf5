"""The one way to change rows that people edit: eight writers lose nothing and overwrite nothing unseen."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from agencies.models import Agency
from core.editing import StaleWriteError, change, differences
from tests.factories import AgencyFactory, UserFactory

WRITERS, TURNS = 8, 5


@pytest.fixture
def agency(db) -> Agency:
    return AgencyFactory(name="Sở Thử")


@pytest.mark.django_db
def test_a_change_raises_the_revision_by_one_and_tells_who_and_when(agency):
    by = UserFactory()
    change(agency, revision=1, by=by, note="Mới", short_name="ST")

    kept = Agency.objects.get(pk=agency.pk)
    for row in (agency, kept):
        assert (row.note, row.short_name, row.revision, row.changed_by) == ("Mới", "ST", 2, by)
        assert row.changed_at is not None


@pytest.mark.django_db
def test_what_stands_there_already_is_not_written(agency):
    change(agency, revision=1, name="Sở Thử", note="")

    assert (agency.revision, agency.changed_at) == (1, None)


@pytest.mark.django_db
@pytest.mark.parametrize("revision", [0, 1, 3])
def test_another_revision_is_refused_with_both_values(agency, revision):
    seen = Agency.objects.get(pk=agency.pk)
    change(agency, revision=1, note="Của họ")
    with pytest.raises(StaleWriteError) as refused:
        change(seen, revision=revision, note="Của tôi", name="Sở Thử")

    [one] = refused.value.differences
    assert (one.field, one.mine, one.theirs) == ("note", "Của tôi", "Của họ")
    assert refused.value.current.revision == 2
    assert Agency.objects.get(pk=agency.pk).note == "Của họ"
    assert differences(agency, {"note": "Của họ"}) == []


@pytest.mark.django_db
def test_writing_the_same_from_an_old_page_is_refused_too(agency):
    seen = Agency.objects.get(pk=agency.pk)
    change(agency, revision=1, note="Của họ")
    with pytest.raises(StaleWriteError):
        change(seen, revision=1, name=seen.name)


@pytest.mark.django_db
def test_a_change_by_any_other_way_raises_the_revision_too(agency):
    Agency.objects.filter(pk=agency.pk).update(note="Bằng lệnh")
    with pytest.raises(StaleWriteError):
        change(agency, revision=1, note="Của tôi")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_agency SET note = 'SQL', revision = 1 WHERE id = %s", [agency.pk])
        cursor.execute("UPDATE agencies_agency SET revision = 9, is_demo = true WHERE id = %s", [agency.pk])
    assert Agency.objects.get(pk=agency.pk).revision == 3


def at_once(on_clone, work) -> None:
    """Runs the work in so many threads, each with a connection of its own, from the same moment."""
    start, failed = Barrier(WRITERS), []

    def run(number: int) -> None:
        on_clone()
        try:
            start.wait(timeout=60)
            work(number)
        except Exception as error:  # told below: a thread's own would be lost
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failed == []


def test_eight_writers_who_look_again_lose_nothing(on_clone):
    pk, refused = AgencyFactory().pk, []

    def add_marks(number: int) -> None:
        for turn in range(TURNS):
            while True:
                row = Agency.objects.get(pk=pk)
                try:
                    change(row, revision=row.revision, note=f"{row.note} {number}.{turn}".strip())
                    break
                except StaleWriteError as error:
                    refused.append(error)

    at_once(on_clone, add_marks)

    kept = Agency.objects.get(pk=pk)
    marks = {f"{number}.{turn}" for number in range(WRITERS) for turn in range(TURNS)}
    assert set(kept.note.split()) == marks
    assert len(kept.note.split()) == WRITERS * TURNS == kept.revision - 1
    assert refused, "nobody met anybody: the test says nothing"


def test_of_eight_who_saw_the_same_one_writes_and_seven_are_told(on_clone):
    pk, written, told = AgencyFactory().pk, [], []

    def write(number: int) -> None:
        row = Agency.objects.get(pk=pk)
        try:
            change(row, revision=1, note=f"của {number}")
            written.append(f"của {number}")
        except StaleWriteError as error:
            told.append(error.current.note)

    at_once(on_clone, write)

    assert len(written) == 1
    assert told == written * (WRITERS - 1)
    assert (Agency.objects.get(pk=pk).note, Agency.objects.get(pk=pk).revision) == (written[0], 2)
