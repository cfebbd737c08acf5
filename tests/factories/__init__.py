"""Real objects for tests."""

import factory

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, User
from agencies.rights import NEEDS_SECOND_FACTOR
from agencies.second_factor import give_second_factor
from core.search import search_words
from core.sorting import sort_key
from tests.factories.documents import plan_copy, plan_data, read_plan, whole_plan_data
from tests.factories.reporting import obligation_of, opened_year, report_of

__all__ = [
    "TOTP_SECRET",
    "AgencyFactory",
    "MembershipFactory",
    "UserFactory",
    "obligation_of",
    "opened_year",
    "plan_copy",
    "plan_data",
    "read_plan",
    "report_of",
    "whole_plan_data",
]


TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody whom a factory gives a second factor


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"nguoi{n}@example.vn")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    slug = factory.Sequence(lambda n: f"co-quan-{n}")
    name = factory.Sequence(lambda n: f"Cơ quan số {n}")
    kind = AgencyKind.DEPARTMENT
    sort_key = factory.LazyAttribute(lambda agency: sort_key(agency.name))
    search_text = factory.LazyAttribute(lambda agency: search_words(agency.name))


class MembershipFactory(factory.django.DjangoModelFactory):
    """With the second factor that the role asks for (`with_second_factor=False`: without)."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    province = factory.SelfAttribute("agency.province")
    role = Role.DEPARTMENT_EDITOR

    @factory.post_generation
    def with_second_factor(self, create, wanted, **kwargs):
        if wanted is not False and self.role in NEEDS_SECOND_FACTOR:
            give_second_factor(self.user, TOTP_SECRET)
