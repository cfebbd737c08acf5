"""What a person has typed and not saved: kept for her alone, so that neither a lost session nor a closed browser loses it."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from agencies.models import User
from plans.models import Plan, TypedForm
from portal.drafting.parts import PARTS

LARGEST = 400_000  # characters of one form


def keep_typed(user: User, plan: Plan, place: str, data: QueryDict) -> TypedForm:
    """Keeps a form as it is typed now, instead of what was kept before. ValidationError for what is no form of ours."""
    typed = {
        name: [value.replace("\x00", "") for value in values]
        for name, values in data.lists()
        if name not in ("csrfmiddlewaretoken", "place") and "\x00" not in name
    }
    if place.partition(":")[0] not in PARTS or "\x00" in place:
        raise ValidationError("Không có biểu mẫu này để giữ nội dung.")
    if len(place) > 200 or sum(len(v) + len(n) for n, values in typed.items() for v in values) > LARGEST:
        raise ValidationError("Nội dung đang gõ quá dài để giữ tạm; hãy lưu biểu mẫu.")
    row, _ = TypedForm.objects.update_or_create(
        user=user, plan=plan, place=place,
        defaults={"province_id": plan.province_id, "data": typed, "saved_at": timezone.now()},
    )  # fmt: skip
    return row


def typed_before(user: User, plan: Plan, place: str) -> tuple[QueryDict, TypedForm] | None:
    """What the person typed into the form and did not save, as the form would have sent it."""
    row = TypedForm.objects.filter(user=user, plan=plan, place=place).first()
    if row is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in row.data.items():
        data.setlist(name, values)
    return data, row


def forget_typed(user: User, plan: Plan, place: str) -> None:
    """Forgets what was typed: it was saved, or thrown away."""
    TypedForm.objects.filter(user=user, plan=plan, place=place).delete()


def typed_places(user: User, plan: Plan) -> set[str]:
    """The forms of a draft in which the person has something typed and not saved."""
    return set(TypedForm.objects.filter(user=user, plan=plan).values_list("place", flat=True))
