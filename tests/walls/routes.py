"""What every route answers to whom: the table that the permission matrix is made of.

A route names the kind of thing that it is about, the methods that it has, and for each method who gets what. Rules
are written down here once more, on purpose without the portal's own predicates.
"""

from collections.abc import Callable

from django.urls import URLPattern, get_resolver, reverse

from agencies.enums import Role
from tests.walls.report_routes import REPORT_PAGES
from tests.walls.reporting_routes import REPORTING
from tests.walls.review_routes import REVIEW_PAGES, if_of_the_nation
from tests.walls.rules import (
    ADMINISTRATORS,
    DEPARTMENT,
    METHODS,
    MOVED,
    NO_METHOD,
    NOT_FOUND,
    OK,
    REFUSED,
    UNFIT,
    Route,
    Rule,
    anybody,
    if_plan_is_seen,
    own,
    reading,
    writing,
)
from tests.walls.world import Actor, Subject


def if_agency_is_seen(actor, subject) -> set[int]:
    return OK if subject.state == "public" or own(actor, subject) or actor.is_national else NOT_FOUND


def run_is_seen(actor, subject) -> bool:
    if not own(actor, subject):
        return False
    return (
        subject.state == "plain" or subject.by == actor.user or actor.has(*DEPARTMENT, Role.PROVINCIAL_VIEWER)
    )


def if_run_is_seen(then: set[int]) -> Rule:
    return lambda actor, subject: then if run_is_seen(actor, subject) else NOT_FOUND


def if_run_is_ones_own(actor, subject) -> set[int]:
    if not run_is_seen(actor, subject):
        return NOT_FOUND
    return MOVED if subject.by == actor.user or actor.has(*DEPARTMENT) else REFUSED


def for_administrators(then: set[int]) -> Rule:
    return lambda actor, subject: then if actor.has(*ADMINISTRATORS) else REFUSED


def if_administered(then: set[int]) -> Rule:
    def rule(actor, subject):
        if not actor.has(*ADMINISTRATORS):
            return REFUSED
        return then if actor.is_national or own(actor, subject) else NOT_FOUND

    return rule


def may_see_history(actor, subject) -> bool:
    if actor.is_national:
        return actor.has(Role.PORTAL_ADMIN)
    return own(actor, subject) and actor.has(*DEPARTMENT, Role.PROVINCIAL_VIEWER, Role.PROVINCE_ADMIN)


def if_history_is_seen(actor, subject) -> set[int]:
    seen = if_agency_is_seen(actor, subject)
    return seen if seen == NOT_FOUND or may_see_history(actor, subject) else REFUSED


def if_agency_is_edited(then: set[int]) -> Rule:
    def rule(actor, subject):
        if not (own(actor, subject) or actor.is_national):
            return NOT_FOUND
        return then if actor.has(*ADMINISTRATORS) else REFUSED

    return rule


def for_keepers_of_the_catalogue(then: set[int]) -> Rule:
    return lambda actor, subject: then if actor.is_national else REFUSED


def administration(rules: dict[str, Rule], about: str = "nothing", **more) -> Route:
    return Route(about, rules, before=for_administrators(OK), **more)


def keeping(rules: dict[str, Rule]) -> Route:
    return Route("entry", rules, before=for_keepers_of_the_catalogue(OK))


def may_not_decide(actor, subject) -> bool:
    return not (own(actor, subject) and actor.has(*DEPARTMENT))


def if_not_signed_in(actor, subject) -> set[int]:
    return OK if actor.user is None else MOVED


def moved_on(actor, subject) -> set[int]:
    return NO_METHOD if actor.user is None else MOVED


def if_signed_in(actor, subject) -> set[int]:
    return MOVED if actor.user is None else OK


def form(rule: Rule, **more) -> Route:
    """A page of allauth with a form, which answers 200 to what does not fit."""
    return Route("nothing", dict.fromkeys(("GET", "POST", "PUT"), rule), **more)


def has_second_factor(actor) -> bool:
    return actor.has(Role.DEPARTMENT_APPROVER, *ADMINISTRATORS)


def if_no_second_factor_yet(actor, subject) -> set[int]:
    return MOVED if has_second_factor(actor) else OK | NO_METHOD


def if_second_factor_is_kept(actor, subject) -> set[int]:
    return OK | NO_METHOD if has_second_factor(actor) else NOT_FOUND


def if_second_factor_is_there(actor, subject) -> set[int]:
    return MOVED if has_second_factor(actor) else OK


def is_nobody(actor, subject) -> bool:
    return not actor.role


def takes_part_in_life(actor, subject) -> bool:
    """Who sees the life of a plan: the whole province as long as a version is on its way, as in this world."""
    return own(actor, subject) and not actor.is_national and bool(actor.role)


def if_life_is_seen(then: set[int], *roles: str) -> Rule:
    """The steps of a plan; with roles for these alone."""

    def rule(actor, subject):
        if not takes_part_in_life(actor, subject):
            return NOT_FOUND
        return then if not roles or actor.has(*roles) else REFUSED

    return rule


def if_written(then: set[int], when_it_waits: set[int] | None = None) -> Rule:
    """Writing in what is on its way: the department, as long as it is a draft and does not wait for approval."""

    def rule(actor, subject):
        if not takes_part_in_life(actor, subject):
            return NOT_FOUND
        if not actor.has(*DEPARTMENT):
            return REFUSED
        return then if subject.state == "draft" or when_it_waits is None else when_it_waits

    return rule


def not_there(actor, subject) -> set[int]:
    return NOT_FOUND


def if_compared(actor, subject) -> set[int]:
    """With the amendment of the issued plan, by who knows that there is one."""
    if subject.state == "issued" and takes_part_in_life(actor, subject):
        return MOVED
    return if_plan_is_seen(UNFIT)(actor, subject)


def if_scan_is_added(then: set[int]) -> Rule:
    return if_plan_is_seen(then, lambda a, s: not (own(a, s) and a.has(*DEPARTMENT)))


def if_scan_is_seen(actor, subject) -> set[int]:
    """There is one of the issued plan; its file was lost, which is told on the page of versions."""
    return NOT_FOUND if subject.state == "draft" else MOVED


def for_department(then: set[int]) -> Rule:
    return lambda actor, subject: then if actor.has(*DEPARTMENT) else REFUSED


def if_import_is_seen(then: set[int]) -> Rule:
    """A file that is being brought in is for who writes the plans of its province."""
    return lambda actor, subject: then if own(actor, subject) and actor.has(*DEPARTMENT) else NOT_FOUND


def if_discarded(actor, subject) -> set[int]:
    """A draft is; what waits for approval is not."""
    seen = if_life_is_seen(MOVED if subject.state == "draft" else UNFIT, *DEPARTMENT)
    return seen(actor, subject)


plan = reading("plan", if_plan_is_seen(OK))
APPROVER = Role.DEPARTMENT_APPROVER


everybody = reading("nothing", anybody)
DECISION = {"key": "không có", "text": "Đã xem"}

cells = Route("plan", {"GET": if_life_is_seen(OK), "POST": if_life_is_seen(UNFIT, *DEPARTMENT)})

PAGES: dict[str, Route] = {
    "home": everybody,
    "account": Route("nothing", {"GET": anybody, "POST": lambda a, s: UNFIT}),
    "revoke_token": writing("run", lambda a, s: NOT_FOUND),
    "switch_membership": writing("membership", lambda a, s: NOT_FOUND),
    "gallery": reading("nothing", lambda actor, subject: NOT_FOUND),  # for who builds pages, in development
    "roles": everybody,
    "compare": everybody,
    "compare_targets": everybody,
    "compare_money": everybody,
    "compare_map": everybody,
    "plans": everybody,
    "search": everybody,
    "agencies": everybody,
    "provinces": everybody,
    "province": reading("province", anybody),
    "agency": reading("agency", if_agency_is_seen),
    "agency_new": Route("nothing", {"GET": for_administrators(OK), "POST": for_administrators(UNFIT)}),
    "agency_edit": Route("agency", {"GET": if_agency_is_edited(OK), "POST": if_agency_is_edited(UNFIT)}),
    "catalogue": everybody,
    "catalogue_list": reading("entry", anybody),
    "catalogue_entry": reading("entry", anybody),
    "catalogue_new": keeping({"GET": anybody, "POST": lambda a, s: UNFIT}),
    "catalogue_edit": keeping({"GET": anybody, "POST": lambda a, s: UNFIT}),
    "catalogue_end": keeping({"GET": anybody, "POST": lambda a, s: UNFIT}),
    "plan": plan,
    "plan_objectives": plan,
    "plan_tasks": plan,
    "task": reading("task", if_plan_is_seen(OK)),
    "plan_timeline": plan,
    "plan_money": plan,
    "plan_responsibilities": plan,
    "plan_text": plan,
    "plan_findings": plan,
    "plan_document": plan,
    "plan_versions": plan,
    "plan_new": Route("nothing", {"GET": for_department(OK), "POST": for_department(UNFIT)}),
    "plan_import": Route("nothing", {"GET": for_department(OK), "POST": for_department(UNFIT)}),
    "annex_import": Route("import", {"GET": if_import_is_seen(OK), "POST": if_import_is_seen(MOVED)}),
    "annex_progress": reading("import", if_import_is_seen(OK)),
    "annex_mapping": writing("import", if_import_is_seen(MOVED)),
    "annex_again": writing("import", if_import_is_seen(MOVED)),
    "annex_file": writing("import", if_import_is_seen(UNFIT)),
    "annex_discard": writing("import", if_import_is_seen(MOVED)),
    "draft": reading("plan", if_life_is_seen(OK)),
    "draft_money": reading("plan", if_life_is_seen(OK)),
    "draft_money_cells": cells,
    "draft_task_table": reading("plan", if_life_is_seen(OK)),
    "draft_task_table_cells": cells,
    "draft_task_table_rows": writing("plan", if_life_is_seen(UNFIT, *DEPARTMENT)),
    "draft_typing": writing("plan", if_written(OK, REFUSED), data={"place": "groups", "title": "Đang gõ"}),
    "draft_renumber": Route("plan", {"GET": if_life_is_seen(OK), "POST": if_written(MOVED)}),
    "draft_part": Route("plan", {"GET": if_life_is_seen(OK), "POST": not_there}),  # a list has no form
    "draft_row": Route("plan", {"GET": if_life_is_seen(OK), "POST": if_written(UNFIT)}),
    "draft_order": writing("plan", if_written(MOVED), data={"up": "1"}),
    "draft_remove": Route("plan", {"GET": not_there, "POST": not_there}),  # no row was named
    "plan_life": reading("plan", if_life_is_seen(OK)),
    "plan_step": writing("step", if_life_is_seen(MOVED, APPROVER), data={"comment": "Thiếu số liệu"}),
    "plan_issue": Route(
        "plan", {"GET": if_life_is_seen(OK, APPROVER), "POST": if_life_is_seen(UNFIT, APPROVER)}
    ),
    "plan_amend": Route(
        "plan", {"GET": if_life_is_seen(OK, *DEPARTMENT), "POST": if_life_is_seen(UNFIT, *DEPARTMENT)}
    ),
    "plan_close": Route(
        "plan", {"GET": if_life_is_seen(OK, APPROVER), "POST": if_life_is_seen(UNFIT, APPROVER)}
    ),
    "plan_discard": Route("plan", {"GET": if_life_is_seen(OK, *DEPARTMENT), "POST": if_discarded}),
    "plan_decision": reading("plan", if_scan_is_seen),
    "plan_decision_add": Route("plan", {"GET": if_scan_is_added(OK), "POST": if_scan_is_added(UNFIT)}),
    "plan_comparison": Route(
        "plan",
        {
            "GET": if_plan_is_seen(OK),
            "POST": if_compared,
        },
        data={"kind": "comparison_pdf", "before": "1", "after": "2"},
    ),
    "plan_days": Route("plan", {"GET": if_plan_is_seen(OK), "POST": if_plan_is_seen(UNFIT, may_not_decide)}),
    "plan_history": reading("plan", if_plan_is_seen(OK, lambda a, s: not may_see_history(a, s))),
    "plan_files": Route(
        "plan",
        {"GET": if_plan_is_seen(OK), "POST": if_plan_is_seen(MOVED, is_nobody)},
        data={"kind": "plan_xlsx"},
    ),
    "decide_finding": writing("plan", if_plan_is_seen(UNFIT, may_not_decide), data=DECISION),
    "agency_history": reading("agency", if_history_is_seen),
    "history": reading("nothing", for_administrators(OK)),
    "runs": everybody,
    "run": reading("run", if_run_is_seen(OK)),
    "run_progress": reading("run", if_run_is_seen(OK)),
    "run_download": reading("run", if_run_is_seen({409})),  # nobody has made it yet
    "run_cancel": writing("run", if_run_is_ones_own),
    "run_retry": writing("run", if_run_is_ones_own),
    "people": administration({"GET": anybody}),
    "invite": administration({"GET": anybody, "POST": lambda a, s: UNFIT}),
    "invitations": administration({"GET": anybody}),
    "invitation_renew": administration({"POST": if_administered(MOVED)}, "invitation"),
    "invitation_revoke": administration({"POST": if_administered(MOVED)}, "invitation"),
    "person": administration({"GET": if_administered(OK), "POST": if_administered(UNFIT)}, "person"),
    "mails": administration({"GET": anybody}),
    "mail_decide": administration({"POST": if_administered(MOVED)}, "mail"),
    "person_close": administration({"POST": if_administered(MOVED)}, "person"),
    "person_reopen": administration({"POST": if_administered(MOVED)}, "person"),
    "person_membership_end": administration({"POST": if_administered(MOVED)}, "membership"),
    "join": Route("nothing", {"GET": anybody, "POST": lambda a, s: UNFIT}, is_public=True),
    "account_login": Route(
        "nothing",
        dict.fromkeys(("GET", "POST", "PUT"), if_not_signed_in)
        | dict.fromkeys(("PATCH", "DELETE"), moved_on),
        is_public=True,
    ),
    "account_logout": Route("nothing", {"GET": if_signed_in, "POST": lambda a, s: MOVED}, is_public=True),
    "account_reauthenticate": form(anybody),
    "account_change_password": form(anybody),
    "account_set_password": Route("nothing", dict.fromkeys(METHODS, lambda a, s: MOVED)),
    "account_reset_password": form(anybody, is_public=True),
    "account_reset_password_done": reading("nothing", anybody, is_public=True),
    "account_reset_link": Route("nothing", dict.fromkeys(METHODS, lambda a, s: MOVED), is_public=True),
    "account_reset_password_from_key": Route(
        "link", dict.fromkeys(METHODS, anybody), is_public=True
    ),  # of nobody
    "account_reset_password_from_key_done": reading("nothing", anybody, is_public=True),
    "mfa_authenticate": Route(
        "nothing", dict.fromkeys(METHODS, lambda a, s: MOVED), is_public=True
    ),  # not asked
    "mfa_index": everybody,
    "mfa_activate_totp": Route("nothing", dict.fromkeys(METHODS, if_no_second_factor_yet)),
    "mfa_deactivate_totp": Route("nothing", dict.fromkeys(METHODS, if_second_factor_is_kept)),
    "mfa_view_recovery_codes": Route("nothing", {"GET": lambda a, s: NOT_FOUND}),
    "mfa_generate_recovery_codes": Route(
        "nothing", {"GET": anybody} | dict.fromkeys(("POST", "PUT"), if_second_factor_is_there)
    ),
    "mfa_download_recovery_codes": reading("nothing", lambda a, s: REFUSED),  # nobody was shown any
    "usersessions_list": Route("nothing", {"GET": anybody, "POST": lambda a, s: MOVED}),
    "openid_connect_login": writing("nothing", lambda a, s: NOT_FOUND, is_public=True),  # there is no service
    "openid_connect_callback": Route(
        "nothing", dict.fromkeys(METHODS, lambda a, s: NOT_FOUND), is_public=True
    ),
    **REPORT_PAGES,
    **REVIEW_PAGES,
    "health": reading("nothing", anybody, is_public=True),
    "metrics": reading("nothing", anybody, is_public=True),
} | REPORTING


def only_in_force(
    then: set[int], refused: Callable[[Actor, Subject], bool] = lambda actor, subject: False
) -> Rule:
    """The API speaks of the version in force, unless it is asked for another: a plan that has none is not found."""

    def rule(actor, subject):
        if subject.state == "draft":
            return NOT_FOUND
        return REFUSED if refused(actor, subject) else then

    return rule


in_force = reading("plan", only_in_force(OK))


def change_of_agency(actor, subject) -> set[int]:
    if not (own(actor, subject) or actor.is_national):
        return NOT_FOUND
    return {428} if actor.has(*ADMINISTRATORS) else REFUSED


API: dict[str, Route] = {
    "plan-list": everybody,
    "plan-detail": in_force,
    "plan-totals": in_force,
    "plan-money": in_force,
    "agency-list": everybody,
    "agency-detail": Route("agency", {"GET": if_agency_is_seen, "PATCH": change_of_agency}),
    "province-list": everybody,
    "province-detail": reading("province", anybody),
    "programme-list": everybody,
    "component-list": everybody,
    "indicator-list": everybody,
    "output-kind-list": everybody,
    "national-target-list": everybody,
    "reporting-year-list": everybody,
    "obligation-list": everybody,
    "consolidated-report-list": everybody,
    "consolidated-report-detail": reading("agency", lambda actor, subject: NOT_FOUND),  # none was sent
    "national-report": reading("nothing", if_of_the_nation),
    "finding-list": everybody,
    "finding-decisions": writing("plan", only_in_force({400}, may_not_decide), data=DECISION),
    "task-list": everybody,
    "task-detail": reading("task", only_in_force(OK)),
    "search": reading("nothing", lambda actor, subject: {400}),  # nothing was asked
    "schema": everybody,
    "docs": everybody,
    "root": Route("nothing", dict.fromkeys(METHODS, lambda actor, subject: NOT_FOUND)),
    "unknown": Route("rest", dict.fromkeys(METHODS, lambda actor, subject: NOT_FOUND)),
}


def route_names() -> tuple[set[str], set[str]]:
    """The names of all pages and of all routes of the API, from the URLconf."""
    pages, api = set(), set()
    for found, is_api in _walk(get_resolver().url_patterns, False):
        (api if is_api else pages).add(found.name)
    return pages, api


def _walk(patterns, is_api: bool):
    for found in patterns:
        if isinstance(found, URLPattern):
            yield found, is_api
        else:
            yield from _walk(found.url_patterns, is_api or found.namespace == "api")


def address(name: str, subject: Subject, *, is_api: bool) -> str:
    """The route's address for this subject; only the arguments that it takes are given."""
    full = f"api:{name}" if is_api else name
    [(_, parameters)] = {
        (bit, tuple(parameters))
        for bit, parameters in get_resolver_of(is_api).reverse_dict.getlist(name)[0][0][:1]
    }
    given = dict(subject.kwargs) | {"plan": subject.kwargs.get("plan") or subject.kwargs.get("slug")}
    return reverse(full, kwargs={key: given[key] for key in parameters})


def get_resolver_of(is_api: bool):
    resolver = get_resolver()
    return resolver.namespace_dict["api"][1] if is_api else resolver
