"""Real objects for tests."""

from datetime import date

import factory

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, User
from core.search import search_words
from core.sorting import sort_key


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


def plan_data(**changes) -> dict:
    """A small plan document as plain data, for Hà Tĩnh, with one group, one task and one money table."""
    data = {
        "slug": "ha-tinh-2099",
        "version": {"number": 1, "kind": "original", "status": "issued", "in_force_from": date(2019, 3, 1)},
        "province": "ha-tinh",
        "programme": "1419/QĐ-TTg",
        "title": "KẾ HOẠCH THỬ",
        "kind": "plan",
        "number": "99/KH-UBND",
        "issued_on": date(2019, 3, 1),
        "issuer": "UBND tỉnh Hà Tĩnh",
        "signer": {"name": "Trần Văn A", "title": "CHỦ TỊCH"},
        "period": {"start": 2019, "end": 2020},
        "groups": [
            {
                "key": "1",
                "number": "1",
                "title": "Nâng cao nhận thức",
                "component": "awareness",
                "tasks": [
                    {
                        "key": "1/1.1",
                        "number": "1.1",
                        "action": "Tổ chức 02 hội nghị",
                        "lead": [{"text": "Sở Công thương", "agency": "so-cong-thuong"}],
                        "coordinating": [{"text": "các Sở, ngành liên quan"}],
                        "time": {"text": "2019 - 2020", "start": 2019, "end": 2020},
                    }
                ],
            }
        ],
        "budget_tables": [
            {
                "key": "kinh-phi",
                "title": "KINH PHÍ",
                "includes_dn": True,
                "amount_in_words": "Một trăm triệu đồng",
                "rows": [
                    {
                        "number": "1",
                        "label": "Nâng cao nhận thức",
                        "group": "1",
                        "total": 100,
                        "by_source": {"NSTW": 60, "NSDP": 30, "DN": 10},
                    }
                ],
                "totals": {"total": 100, "by_source": {"NSTW": 60, "NSDP": 30, "DN": 10}},
            }
        ],
    }
    return data | changes
