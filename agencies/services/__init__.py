"""What people change about accounts, memberships, invitations and the directory."""

from agencies.services.accounts import (
    MAX_TOKENS,
    MINISTRY,
    create_administrator,
    create_api_token,
    end_sessions,
    revoke_api_token,
)
from agencies.services.directory import (
    EDITABLE,
    add_agency,
    can_add_agency,
    can_edit_agency,
    change_agency,
)
from agencies.services.history import (
    log_download,
    log_failed_sign_in,
    log_sign_in,
    log_sign_out,
    note_failed_sign_in,
    seal_history,
)
from agencies.services.invitations import (
    accept_as_new_person,
    accept_invitation,
    find_invitation,
    has_account,
    invite,
    renew_invitation,
    revoke_invitation,
)
from agencies.services.mails import decide_mail
from agencies.services.people import (
    close_account,
    end_membership,
    may_look_after,
    rename_person,
    reopen_account,
)
from agencies.services.placing import misfit, roles_given_by
from agencies.services.verifying import Head, Verdict, verify_history

__all__ = [
    "EDITABLE",
    "MAX_TOKENS",
    "MINISTRY",
    "Head",
    "Verdict",
    "accept_as_new_person",
    "accept_invitation",
    "add_agency",
    "can_add_agency",
    "can_edit_agency",
    "change_agency",
    "close_account",
    "create_administrator",
    "create_api_token",
    "decide_mail",
    "end_membership",
    "end_sessions",
    "find_invitation",
    "has_account",
    "invite",
    "log_download",
    "log_failed_sign_in",
    "log_sign_in",
    "log_sign_out",
    "may_look_after",
    "misfit",
    "note_failed_sign_in",
    "rename_person",
    "renew_invitation",
    "reopen_account",
    "revoke_api_token",
    "revoke_invitation",
    "roles_given_by",
    "seal_history",
    "verify_history",
]
