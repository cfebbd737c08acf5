"""Real objects for tests."""

import factory

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, User
from core.search import search_words
from core.sorting import sort_key
from tests.factories.documents import plan_copy, plan_data, read_plan, whole_plan_data

__all__ = [
    "AgencyFactory",
    "MembershipFactory",
    "UserFactory",
    "plan_copy",
    "plan_data",
    "read_plan",
    "whole_plan_data",
]


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
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    province = factory.SelfAttribute("agency.province")
    role = Role.DEPARTMENT_EDITOR
