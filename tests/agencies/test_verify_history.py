"""Seals, and that whatever the owner of the database changes under them is found; late and concurrent commits."""

import json
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from psycopg.errors import LockNotAvailable

from agencies.models import HistoryEntry, HistorySeal
from agencies.services import seal_history, verify_history
from agencies.services.verifying import Head
from core.scope import OWNER, WORKER
from tests import databases
from tests.agencies.conftest import agency
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

# A chain of its own: Hà Tĩnh's, with a seal before, one in the middle and the last one.
OF_HA_TINH = "province_id = (SELECT id FROM agencies_province WHERE slug = 'ha-tinh')"
SEAL = f"(SELECT id FROM agencies_historyseal WHERE {OF_HA_TINH} AND number = 2)"
FIRST_SEAL = f"(SELECT id FROM agencies_historyseal WHERE {OF_HA_TINH} AND number = 1)"
LAST_SEAL = f"(SELECT id FROM agencies_historyseal WHERE {OF_HA_TINH} AND number = 3)"
ENTRY = f"(SELECT min(id) FROM agencies_historyentry WHERE seal_id = {SEAL})"
NEXT = f"(SELECT max(id) FROM agencies_historyentry WHERE seal_id = {SEAL})"
ENTRIES = "agencies_historyentry"
SEALS = "agencies_historyseal"
COLUMNS = (
    "at, transaction, began_at, operation, table_name, row_id, province_id, plan_id, version_id, agency_id, person_id, "
    "actor_id, membership_id, request, session_role, database_role, for_ministry, before, after, seal_id"
)


def set_entry(change: str) -> str:
    return f"UPDATE {ENTRIES} SET {change} WHERE id = {ENTRY}"


def set_seal(change: str, seal: str = SEAL) -> str:
    return f"UPDATE {SEALS} SET {change} WHERE id = {seal}"


TAMPERING = {
    "what was before": set_entry('before = \'{"role": "portal_admin"}\''),
    "what is after": set_entry('after = after || \'{"role": "portal_admin"}\''),
    "who": set_entry("actor_id = 1"),
    "as which member": set_entry("membership_id = 1"),
    "when, by a microsecond": set_entry("at = at + interval '1 microsecond'"),
    "in which request": set_entry("request = 'khác'"),
    "in which transaction": set_entry("transaction = transaction + 1"),
    "since when": set_entry("began_at = began_at - interval '1 day'"),
    "what was done": set_entry("operation = 'delete'"),
    "in which table": set_entry("table_name = 'plans_plan'"),
    "in which row": set_entry("row_id = row_id || '0'"),
    "as whom in the database": set_entry("session_role = 'sxsh_web'"),
    "as which role": set_entry("database_role = 'sxsh_web'"),
    "about whom": set_entry("person_id = NULL"),
    "about which agency": set_entry("agency_id = 1"),
    "about which plan": set_entry("plan_id = 1"),
    "about which version": set_entry("version_id = 1"),
    "of which province": set_entry("province_id = NULL"),
    "for whom": set_entry("for_ministry = NOT for_ministry"),
    "its number": set_entry("id = 1000000"),
    "an entry deleted": f"DELETE FROM {ENTRIES} WHERE id = {ENTRY}",
    "all entries of a seal deleted": f"DELETE FROM {ENTRIES} WHERE seal_id = {SEAL}",
    "an entry added": f"INSERT INTO {ENTRIES} ({COLUMNS}) SELECT {COLUMNS} FROM {ENTRIES} WHERE id = {ENTRY}",
    "an entry taken out of its seal": set_entry("seal_id = NULL"),
    "an entry moved to another seal": set_entry(f"seal_id = {FIRST_SEAL}"),
    "an entry moved to another province's seal": set_entry(
        "seal_id = (SELECT min(id) FROM agencies_historyseal)"
    ),
    "an entry under a seal that is not there": set_entry("seal_id = 1000000"),
    "two entries changed about": f"UPDATE {ENTRIES} AS one SET before = other.before, after = other.after "
    f"FROM {ENTRIES} AS other WHERE one.id IN ({ENTRY}, {NEXT}) AND other.id IN ({ENTRY}, {NEXT}) "
    "AND one.id <> other.id",
    "the hash of a seal": set_seal("hash = repeat('0', 64)"),
    "the link to the seal before": set_seal("previous = repeat('0', 64)"),
    "the number of entries": set_seal("count = count + 1"),
    "the last entry of a seal": set_seal("last_entry = last_entry - 1"),
    "the time of a seal": set_seal("at = at - interval '1 day'"),
    "the number of a seal": set_seal("number = 7"),
    "the province of a seal": set_seal(
        "province_id = (SELECT id FROM agencies_province WHERE slug = 'an-giang')"
    ),
    "the first seal deleted": f"DELETE FROM {SEALS} WHERE id = {FIRST_SEAL}",
    "a seal deleted": f"DELETE FROM {SEALS} WHERE id = {SEAL}",
    "the last seal deleted and its entries kept": f"DELETE FROM {SEALS} WHERE id = {LAST_SEAL}",
    "a seal deleted with its entries": f"DELETE FROM {ENTRIES} WHERE seal_id = {SEAL}; "
    f"DELETE FROM {SEALS} WHERE id = {SEAL}",
    "a seal deleted, the next one in its place": f"DELETE FROM {ENTRIES} WHERE seal_id = {SEAL}; "
    f"DELETE FROM {SEALS} WHERE id = {SEAL}; {set_seal('number = 2', LAST_SEAL)}",
    "a seal added": f"INSERT INTO {SEALS} (province_id, number, at, last_entry, count, previous, hash) "
    f"SELECT province_id, 4, at, last_entry, 0, hash, hash FROM {SEALS} WHERE id = {LAST_SEAL}",
    "two seals changed about": f"{set_seal('number = 9')}; {set_seal('number = 2', LAST_SEAL)}; "
    f"UPDATE {SEALS} SET number = 3 WHERE {OF_HA_TINH} AND number = 9",
}
CUT = f"DELETE FROM {ENTRIES} WHERE seal_id = {LAST_SEAL}; DELETE FROM {SEALS} WHERE id = {LAST_SEAL}"
SEAL_ANEW = (
    f"UPDATE {ENTRIES} SET seal_id = NULL WHERE {OF_HA_TINH}; DELETE FROM {SEALS} WHERE {OF_HA_TINH}; "
    "SELECT agencies_seal_history()"
)
# What leaves chains that are whole in themselves: found only beside what was noted down outside of the database.
UNSEEN_IN_ITSELF = {
    "the end cut off": CUT,
    "a chain cut off whole": f"DELETE FROM {ENTRIES} WHERE {OF_HA_TINH}; DELETE FROM {SEALS} WHERE {OF_HA_TINH}",
    "everything cut off": f"DELETE FROM {ENTRIES}; DELETE FROM {SEALS}",
    "a chain sealed anew after a change": f"{set_entry('actor_id = 1')}; {SEAL_ANEW}",
    "a chain sealed anew without an entry": f"DELETE FROM {ENTRIES} WHERE id = {ENTRY}; {SEAL_ANEW}",
    "the end cut off and sealed anew with another": f"{CUT}; INSERT INTO {ENTRIES} ({COLUMNS}) SELECT "
    f"{COLUMNS.removesuffix('seal_id')} NULL FROM {ENTRIES} WHERE id = {ENTRY}; SELECT agencies_seal_history()",
}


def run(statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split("; "):
            cursor.execute(statement)


def as_the_owner(statements: str) -> None:
    """With the triggers switched off, as only the owner can."""
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    run(f"ALTER TABLE {ENTRIES} DISABLE TRIGGER agencies_historyentry_kept")
    run(f"ALTER TABLE {SEALS} DISABLE TRIGGER agencies_historyseal_kept")
    run(statements)
    run(f"ALTER TABLE {ENTRIES} ENABLE TRIGGER agencies_historyentry_kept")
    run(f"ALTER TABLE {SEALS} ENABLE TRIGGER agencies_historyseal_kept")


@pytest.fixture
def sealed() -> list[Head]:
    """Three seals of Hà Tĩnh over memberships, and the heads of all chains."""
    for _ in range(3):
        for _ in range(3):
            MembershipFactory(agency=agency("ha-tinh"))
        seal_history()
    seals = HistorySeal.objects.filter(province__slug="ha-tinh")
    assert [seal.number for seal in seals] == [1, 2, 3]
    verdict = verify_history()
    assert (verdict.faults, verdict.unsealed) == ([], 0)
    return verdict.heads


def test_what_nobody_changed_verifies_also_beside_an_earlier_answer(sealed):
    MembershipFactory(agency=agency("ha-tinh"))
    seal_history()
    verdict = verify_history(sealed)
    assert verdict.faults == []
    assert verdict.seals == HistorySeal.objects.count()
    assert {head.province for head in sealed} >= {"", "ha-tinh"}


@pytest.mark.parametrize("way", TAMPERING)
def test_whatever_the_owner_changes_under_a_seal_is_found(way, sealed):
    as_the_owner(TAMPERING[way])
    assert verify_history().faults


@pytest.mark.parametrize("way", UNSEEN_IN_ITSELF)
def test_chains_that_are_whole_but_others_are_found_by_what_was_noted_down(way, sealed):
    as_the_owner(UNSEEN_IN_ITSELF[way])
    assert verify_history().faults == []
    assert [fault for fault in verify_history(sealed).faults if "ha-tinh" in fault]


def test_enough_ways_are_tried():
    assert len(TAMPERING) + len(UNSEEN_IN_ITSELF) >= 45


def test_what_no_seal_covers_yet_is_said_and_how_old_it_is(sealed, capsys):
    call_command("verify_history")
    assert "Mọi mục đã được niêm phong." in capsys.readouterr().out
    UserFactory()
    call_command("verify_history")
    told = capsys.readouterr().out
    assert "1 mục chưa được niêm phong; mục cũ nhất đã được 0 giây." in told
    assert verify_history().oldest_unsealed == HistoryEntry.objects.unsealed().get().at


def test_the_command_fails_and_names_the_place(sealed, capsys):
    as_the_owner(TAMPERING["who"])
    with pytest.raises(CommandError, match="không còn nguyên vẹn: 1 chỗ"):
        call_command("verify_history")
    assert "SAI: ha-tinh, niêm phong số 2: nội dung đã bị thay đổi" in capsys.readouterr().out


def test_the_command_compares_with_what_it_printed_before(sealed, capsys, tmp_path):
    call_command("verify_history", "--json")
    kept = tmp_path / "kept.json"
    kept.write_text(capsys.readouterr().out)
    assert json.loads(kept.read_text())["faults"] == []
    call_command("verify_history", "--expect", str(kept))
    as_the_owner(CUT)
    call_command("verify_history")
    with pytest.raises(CommandError):
        call_command("verify_history", "--expect", str(kept))
    assert "không còn như đã ghi trong tệp đối chiếu" in capsys.readouterr().out


def test_a_file_that_is_none_is_refused(tmp_path):
    file = tmp_path / "kept.json"
    for content in ("", "[]", '{"heads": [{"province": "x"}]}'):
        file.write_text(content)
        with pytest.raises(CommandError, match="không đọc được"):
            call_command("verify_history", "--expect", str(file))


def test_a_switched_off_trigger_is_told(sealed, capsys):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE plans_plan DISABLE TRIGGER USER")
    with pytest.raises(CommandError):
        call_command("verify_history")
    assert "bảng plans_plan không giữ lịch sử" in capsys.readouterr().out


def test_more_entries_than_a_seal_takes_are_sealed_by_the_next():
    seal_history()
    MembershipFactory.create_batch(5, agency=agency("ha-tinh"))
    with connection.cursor() as cursor:
        while HistoryEntry.objects.unsealed().exists():
            cursor.execute("SELECT agencies_seal_history(2)")
    counts = HistorySeal.objects.filter(province__slug="ha-tinh").values_list("count", flat=True)
    assert list(counts)[-3:] == [2, 2, 1]
    assert verify_history().faults == []


# Commits of their own


def test_an_entry_that_is_committed_late_is_in_the_next_seal(on_clone, django_db_blocker):
    with django_db_blocker.unblock():
        seal_history()
        late = begin_late(on_clone)
        with transaction.atomic():
            UserFactory(email="sau@example.vn")
        seal_history()
        assert verify_history().unsealed == 0
        late()
        assert verify_history().unsealed == 1
        seal_history()
        early, after = HistoryEntry.objects.filter(
            after__email__in=["truoc@example.vn", "sau@example.vn"]
        ).order_by("pk")
        assert early.row["email"] == "truoc@example.vn"
        assert early.seal.number == after.seal.number + 1
        assert verify_history().faults == []


def begin_late(move):
    """Adds a person in a transaction of another thread; what it returns lets that be committed."""
    added, may_end = Event(), Event()

    def work():
        move()
        with transaction.atomic():
            UserFactory(email="truoc@example.vn")
            added.set()
            may_end.wait(30)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    added.wait(30)

    def end():
        may_end.set()
        thread.join()

    return end


def test_who_writes_does_not_wait_for_a_sealer(cloned_database):
    with (
        databases.signed_in(WORKER, cloned_database) as sealer,
        databases.signed_in(OWNER, cloned_database) as writer,
    ):
        sealer.execute("BEGIN")
        sealer.execute("SELECT agencies_seal_history()")
        writer.execute("SET lock_timeout = '2s'")
        assert writer.execute("UPDATE agencies_agencyalias SET text = text || ' x'").rowcount > 100
        with pytest.raises(LockNotAvailable):
            writer.execute("SELECT agencies_seal_history()")
        sealer.execute("COMMIT")
        writer.execute("SELECT agencies_seal_history()")
        assert writer.execute(
            "SELECT count(*) FROM agencies_historyentry WHERE seal_id IS NULL"
        ).fetchone() == (0,)


def test_writers_and_sealers_at_once_leave_whole_chains(on_clone, django_db_blocker):
    troubles = []

    def work(number: int):
        move_and(lambda: write(number) if number < 6 else seal_often())

    def write(number: int):
        for turn in range(20):
            with transaction.atomic():
                MembershipFactory(
                    agency=agency(("ha-tinh", "kon-tum")[turn % 2]),
                    user=UserFactory(email=f"cung-luc-{number}-{turn}@example.vn"),
                )
                if turn % 5 == 4:
                    transaction.set_rollback(True)

    def seal_often():
        for _ in range(30):
            seal_history()

    def move_and(do):
        on_clone()
        try:
            do()
        except Exception as error:
            troubles.append(error)
        finally:
            connection.close()

    with django_db_blocker.unblock():
        before = HistoryEntry.objects.count()
        threads = [Thread(target=work, args=[number]) for number in range(9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seal_history()
        verdict = verify_history()
        assert (troubles, verdict.faults, verdict.unsealed) == ([], [], 0)
        assert verdict.entries == before + 6 * 16 * 2
        assert HistorySeal.objects.filter(province__slug="ha-tinh").count() > 1
