"""The content of one version of a plan, as printed: texts verbatim, understood values beside them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency
from core.search import search_index, search_vector
from plans.enums import AnnexStatus, Component, ObjectiveKind, SectionKind
from plans.models.base import VersionRow, keyed
from plans.models.catalogue import Indicator, OutputKind


class DocumentMention(VersionRow):
    """A document that the plan names: another one, or itself with the number and date printed there."""

    is_own = models.BooleanField("là chính văn bản này")
    number = models.CharField("số, ký hiệu", max_length=100, blank=True)
    issued_on = models.DateField("ngày", null=True, blank=True)
    text = models.TextField("chữ in")
    place = models.CharField("vị trí", max_length=200, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "văn bản được nêu"
        verbose_name_plural = "văn bản được nêu"

    def __str__(self):
        return self.number or self.text


class Annex(VersionRow):
    """An annex that the plan attaches or announces, whether or not the source holds it."""

    number = models.CharField("số", max_length=50, blank=True)
    title = models.TextField("tên", blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=AnnexStatus)
    columns = ArrayField(models.TextField(), verbose_name="các cột", default=list, blank=True)
    announced_in = models.CharField("nêu tại", max_length=100, blank=True)
    text = models.TextField("câu nêu", blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "phụ lục"
        verbose_name_plural = "phụ lục"

    def __str__(self):
        return self.number or self.title or self.text


class Phase(VersionRow):
    """A stage of the plan (giai đoạn), where the plan has them."""

    code = models.CharField("mã", max_length=20)
    title = models.TextField("tên")
    start = models.PositiveSmallIntegerField("từ năm")
    end = models.PositiveSmallIntegerField("đến năm")

    class Meta(VersionRow.Meta):
        verbose_name = "giai đoạn"
        verbose_name_plural = "giai đoạn"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="phase_code_once"),
            models.CheckConstraint(name="phase_period", condition=Q(start__lte=F("end"))),
        ]

    def __str__(self):
        return self.title


class Objective(VersionRow):
    """A sentence of the plan's objectives (mục tiêu); its measurable parts are its targets."""

    key = models.CharField("khóa", max_length=100)
    kind = models.CharField("loại", max_length=10, choices=ObjectiveKind)
    phase = models.ForeignKey(
        Phase, models.CASCADE, null=True, blank=True, related_name="objectives", verbose_name="giai đoạn"
    )
    text = models.TextField("nội dung")
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    class Meta(VersionRow.Meta):
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"
        indexes = [search_index("objective")]
        constraints = [keyed("objective")]

    def __str__(self):
        return self.key


class Target(VersionRow):
    """A value that an objective sets: an indicator, whom it counts, a figure or a range, a year."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="targets", verbose_name="mục tiêu")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="chỉ tiêu")
    population = models.TextField("đối tượng tính", blank=True)
    minimum = models.DecimalField("từ", max_digits=12, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField("đến", max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=50, blank=True)
    year = models.PositiveSmallIntegerField("năm đạt", null=True, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "giá trị mục tiêu"
        verbose_name_plural = "giá trị mục tiêu"
        constraints = [models.CheckConstraint(name="target_range", condition=Q(minimum__lte=F("maximum")))]

    def __str__(self):
        return f"{self.objective}: {self.indicator}"


class TaskGroup(VersionRow):
    """A group of tasks (nhóm nhiệm vụ), numbered in the plan's own style, mapped to a component once it is issued."""

    key = models.CharField("khóa", max_length=100)
    number = models.CharField("số in", max_length=20, blank=True)
    title = models.TextField("tên")
    phase = models.ForeignKey(
        Phase, models.CASCADE, null=True, blank=True, related_name="groups", verbose_name="giai đoạn"
    )
    component = models.CharField("hợp phần", max_length=10, choices=Component, blank=True)
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    class Meta(VersionRow.Meta):
        verbose_name = "nhóm nhiệm vụ"
        verbose_name_plural = "nhóm nhiệm vụ"
        indexes = [search_index("taskgroup")]
        constraints = [keyed("taskgroup")]

    def __str__(self):
        return self.title


class Section(VersionRow):
    """A heading of the body with its paragraphs, or an article of the decision.

    Items of reportable sections (Lạng Sơn's II and III) are that plan's tasks, without a named lead.
    """

    key = models.CharField("khóa", max_length=100)
    number = models.CharField("số", max_length=50, blank=True)
    title = models.TextField("tiêu đề", blank=True)
    kind = models.CharField("loại", max_length=10, choices=SectionKind)
    component = models.CharField("hợp phần", max_length=10, choices=Component, blank=True)
    reportable = models.BooleanField("phải báo cáo", default=False)
    text = models.TextField("đoạn mở", blank=True)
    note = models.TextField("đoạn kết", blank=True)
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    class Meta(VersionRow.Meta):
        verbose_name = "mục"
        verbose_name_plural = "mục"
        indexes = [search_index("section")]
        constraints = [keyed("section")]

    def __str__(self):
        return self.title or self.key


class SectionItem(VersionRow):
    """A lettered or dashed paragraph of a section."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="items", verbose_name="mục")
    key = models.CharField("khóa", max_length=100)
    letter = models.CharField("chữ cái", max_length=10, blank=True)
    text = models.TextField("nội dung")
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    class Meta(VersionRow.Meta):
        verbose_name = "khoản"
        verbose_name_plural = "khoản"
        indexes = [search_index("sectionitem")]
        constraints = [keyed("sectionitem")]

    def __str__(self):
        return self.key


class Responsibility(VersionRow):
    """Who must do what (tổ chức thực hiện), verbatim, by its clause."""

    number = models.CharField("số", max_length=20, blank=True)
    clause = models.CharField("điều khoản", max_length=50)
    heading = models.TextField("cơ quan in")
    items = ArrayField(models.TextField(), verbose_name="nội dung")
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    class Meta(VersionRow.Meta):
        verbose_name = "trách nhiệm"
        verbose_name_plural = "trách nhiệm"
        indexes = [search_index("responsibility")]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="responsibility_clause_once")
        ]

    def __str__(self):
        return f"{self.clause} {self.heading}"


class ResponsibleAgency(VersionRow):
    """An agency that the heading of a responsibility names, or a collective left open."""

    responsibility = models.ForeignKey(
        Responsibility, models.CASCADE, related_name="agencies", verbose_name="trách nhiệm"
    )
    text = models.TextField("chữ in")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="responsibilities", verbose_name="cơ quan"
    )

    class Meta(VersionRow.Meta):
        verbose_name = "cơ quan chịu trách nhiệm"
        verbose_name_plural = "cơ quan chịu trách nhiệm"

    def __str__(self):
        return self.text


class PastResult(VersionRow):
    """A result of the period before that the plan reports (An Giang 2011-2015)."""

    text = models.TextField("chữ in")
    kind = models.ForeignKey(
        OutputKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="loại kết quả"
    )
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=50, blank=True)
    amount = models.DecimalField("số tiền (đồng)", max_digits=18, decimal_places=0, null=True, blank=True)
    sources = ArrayField(models.CharField(max_length=10), verbose_name="nguồn", default=list, blank=True)
    start = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    end = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)

    class Meta(VersionRow.Meta):
        verbose_name = "kết quả kỳ trước"
        verbose_name_plural = "kết quả kỳ trước"

    def __str__(self):
        return self.text


class Reading(VersionRow):
    """How a broken or doubtful place of the source was read when it was encoded, and why."""

    place = models.CharField("vị trí", max_length=300)
    printed = models.TextField("chữ in", blank=True)
    read_as = models.TextField("đọc là", blank=True)
    why = models.TextField("lý do")

    class Meta(VersionRow.Meta):
        verbose_name = "cách đọc"
        verbose_name_plural = "cách đọc"

    def __str__(self):
        return self.place
