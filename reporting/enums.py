"""Closed lists of the app."""

from django.db.models import TextChoices


class ObligorKind(TextChoices):
    DEPARTMENT = "department", "Sở, ban, ngành"
    DISTRICT = "district", "UBND cấp huyện"
    FACILITY = "facility", "Cơ sở sản xuất công nghiệp"
    PARTY = "party", "Cơ quan, đơn vị tham gia thực hiện"
