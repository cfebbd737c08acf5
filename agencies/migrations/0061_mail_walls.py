"""A mail's life is held by the database; administrators read of the mails to their people, but for the texts.

The mark `handing_at` is set once, by who has claimed the mail, and taken back only by an answer, a log or a person;
what has ended stays so. The web and the ministry's role read no texts, which hold secret links; the ministry's role no
subjects either: they may name what has not been issued.
"""

from django.db import migrations

from core.operations import ALWAYS, IN_SCOPE, SERVING, granted, keeps_history, never_deleted, row_security

MAILS, DECISIONS = "agencies_outgoingmail", "agencies_maildecision"
READ = (
    "id, public_id, kind, recipient, created_at, due_at, attempts, last_fault, handing_at, sent_at, doubt_at, "
    "refused_at, refusal, suppressed_at, suppression, given_up_at"
)
DECIDED = "sent_at, doubt_at, handing_at, due_at, claim_token, lease_until, text, html"
# Who writes a mail gets its row's number back, in the same statement; the column's default is its moment.
JUST_WRITTEN = "created_at = statement_timestamp()"
# A mail belongs to no province: it is seen where all that its recipient is lies in scope, her roles in force or, where
# she has none, her open invitations. Who invites somebody of another province so sees none of her mails.
OWN_PEOPLE = f"""
CREATE FUNCTION agencies_is_of_scope(address text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    passed text := coalesce(current_setting('app.all_provinces', true), '');
    is_own boolean;
BEGIN
    PERFORM set_config('app.all_provinces', 'on', true); -- the owner's policy asks for it, no other role's does
    SELECT bool_and(coalesce(member.{IN_SCOPE}, false)) INTO is_own
        FROM public.agencies_user AS person JOIN public.agencies_membership AS member ON member.user_id = person.id
        WHERE person.email = lower(address) AND member.ended_at IS NULL;
    IF is_own IS NULL THEN
        SELECT bool_and(coalesce(invitation.{IN_SCOPE}, false)) INTO is_own FROM public.agencies_invitation AS invitation
            WHERE invitation.email = lower(address) AND invitation.accepted_at IS NULL
                AND invitation.revoked_at IS NULL;
    END IF;
    PERFORM set_config('app.all_provinces', passed, true);
    RETURN coalesce(is_own, false);
END $$;
REVOKE ALL ON FUNCTION agencies_is_of_scope FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agencies_is_of_scope TO sxsh_web;
"""
TO_OWN_PEOPLE = "agencies_is_of_scope(recipient)"
SEEN = f"EXISTS (SELECT 1 FROM {MAILS} AS mail WHERE mail.id = mail_id)"
HELD = """
CREATE FUNCTION agencies_hold_mail() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (NEW.public_id, NEW.kind, NEW.recipient, NEW.sender, NEW.subject, NEW.created_at)
        IS DISTINCT FROM (OLD.public_id, OLD.kind, OLD.recipient, OLD.sender, OLD.subject, OLD.created_at)
    THEN
        RAISE EXCEPTION 'mail % is written and does not change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF num_nonnulls(OLD.refused_at, OLD.suppressed_at, OLD.given_up_at) > 0 AND NEW IS DISTINCT FROM OLD
        OR OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at
    THEN
        RAISE EXCEPTION 'mail % has ended', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.handing_at IS NOT NULL AND NEW.handing_at IS DISTINCT FROM OLD.handing_at
        AND (OLD.handing_at IS NOT NULL OR OLD.claim_token IS NULL OR NEW.claim_token IS DISTINCT FROM OLD.claim_token)
        OR OLD.handing_at IS NOT NULL AND NEW.handing_at IS NOT NULL AND NEW.claim_token <> OLD.claim_token
    THEN
        RAISE EXCEPTION 'mail % is handed over once by who has claimed it', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agencies_outgoingmail_held BEFORE UPDATE ON agencies_outgoingmail
    FOR EACH ROW EXECUTE FUNCTION agencies_hold_mail();
"""
DROP_HELD = """
DROP TRIGGER agencies_outgoingmail_held ON agencies_outgoingmail;
DROP FUNCTION agencies_hold_mail();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0060_mail_states")]

    operations = [
        migrations.RunSQL(HELD, DROP_HELD),
        migrations.RunSQL(OWN_PEOPLE, "DROP FUNCTION agencies_is_of_scope"),
        granted(f"SELECT ({READ}, subject), UPDATE ({DECIDED})", "sxsh_web", MAILS),
        granted(f"SELECT ({READ}), UPDATE ({DECIDED})", "sxsh_ministry", MAILS),
        row_security(
            MAILS,
            worker="TO sxsh_worker USING (true)",
            adds="FOR INSERT TO sxsh_web, sxsh_ministry WITH CHECK (true)",
            reads=f"FOR SELECT TO sxsh_web USING ({JUST_WRITTEN} OR {TO_OWN_PEOPLE})",
            ministry="FOR SELECT TO sxsh_ministry USING (true)",
            decides=f"FOR UPDATE TO sxsh_web USING (doubt_at IS NOT NULL AND {TO_OWN_PEOPLE}) "
            f"WITH CHECK ({TO_OWN_PEOPLE})",
            ministry_decides="FOR UPDATE TO sxsh_ministry USING (doubt_at IS NOT NULL) WITH CHECK (true)",
        ),
        granted("SELECT, INSERT", SERVING, DECISIONS),
        row_security(
            DECISIONS,
            reads=f"FOR SELECT TO {SERVING} USING ({SEEN})",
            adds=f"FOR INSERT TO {SERVING} WITH CHECK ({SEEN})",
        ),
        *never_deleted(DECISIONS),
        keeps_history(DECISIONS, for_ministry=ALWAYS, person="by_id"),
    ]
