"""The first wall: what a page, an export, a job or the API shows starts from `visible_to(user)`."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q


class VisibleQuerySet(models.QuerySet):
    """Rows of which each person sees some; which, says `seen_by` of the model's own queryset."""

    def visible_to(self, user):
        """The rows that the person may see as a member of the agency under which she acts.

        Nothing for who has not signed in. `FIRST_WALL_OPEN` leaves everything to the second wall (core.scope):
        only tests set it, to see that nothing foreign comes through that one.
        """
        if settings.FIRST_WALL_OPEN:
            return self
        return self.seen_by(user) if user.is_authenticated else self.none()

    def seen_by(self, user):
        """What `visible_to` gives somebody who has signed in."""
        raise NotImplementedError

    def any_of(self, seen: list[Q]):
        """The rows that one of these lets her see; none where there is nothing that does."""
        return self.filter(reduce(or_, seen)) if seen else self.none()


def without_heading(params: str) -> Q:
    """That a document was asked for without number and signer, which only `Right.SEE_HEADING` lets see.

    `params` is the lookup by which the JSON of the request is reached. A national report is asked for by its year.
    """
    empty = {"number": None, "signer_authority": "", "signer_title": "", "signer_name": ""}
    is_national = Q(**{f"{params}__has_key": "year"})
    return (
        Q(**{params: {}}) | is_national | Q(**{f"{params}__{name}": value for name, value in empty.items()})
    )
