"""What an agency reports of a year: versions of its report, what each says of every task, and the steps they took."""

import uuid

from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from agencies.models import Province, User
from agencies.models.revised import Revised
from agencies.models.visible import VisibleQuerySet
from agencies.rights import Right
from budgets.enums import Source
from plans.models import OutputKind, PlanVersion
from reporting.enums import Progress, ReportStatus
from reporting.models.obligation import Obligation


class ReportQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """One's own agency's reports whole; of others what was sent, for who reads reports in the province.

        What the department itself enters from paper it sees while it enters it. The ministry reads what the
        department has accepted.
        """
        if user.sees_all_provinces and user.may(Right.READ_REPORTS):
            return self.filter(status=ReportStatus.ACCEPTED)
        seen = []
        if user.membership and user.may(Right.REPORT):
            seen.append(Q(obligation__agency=user.membership.agency_id, province__in=user.province_ids()))
        if read := user.provinces_where(Right.READ_REPORTS):
            seen.append(~Q(status=ReportStatus.DRAFT) & Q(province__in=read))
        if reviewed := user.provinces_where(Right.REVIEW_REPORTS):
            seen.append(Q(is_paper=True, province__in=reviewed))
        return self.any_of(seen)

    def sent(self):
        """Versions that have left the agency's hands."""
        return self.exclude(status=ReportStatus.DRAFT)

    def with_content(self):
        """With all that each says, in a constant number of queries."""
        return self.select_related(
            "obligation__year__plan", "obligation__agency", "version__province", "sent_by", "changed_by"
        ).prefetch_related(*content())

    def newest(self) -> "Report | None":
        """The newest of one obligation's versions, without what it says."""
        return self.order_by("-number").first()


class Report(Revised):
    """One version of an agency's report of a year (báo cáo).

    Begins as a draft, from the plan's pinned version and the last report; a sent version never changes (held by the
    database), but for the step it takes next: recalled before the review begins, returned with comments, or accepted.
    After a recall or a return the next version begins as a copy. `received_at` decides if it was in time: when it was
    sent, or on which day its paper came in. `is_nil` with a reason says that nothing came up in the whole year.
    `officer_*` is on whose behalf it was sent, `sent_by` who pressed the button, `paper_*` number and date of the signed
    document. `digest` is the checksum of all that it says, printed on the receipt. Written by
    `reporting.services.reports`; `reporting.transitions` is its life. A version that was begun after its year's data
    closed `is_trued_up` where the report was due before that: what earlier versions tell as an estimate of the whole
    year it tells as counted. When the first version came decides lateness all the same.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="reports", verbose_name="nghĩa vụ báo cáo"
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+", verbose_name="bản kế hoạch")
    number = models.PositiveSmallIntegerField("lần")
    status = models.CharField("tình trạng", max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    started_at = models.DateTimeField("bắt đầu lúc", default=timezone.now)
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )

    general = models.TextField("đánh giá chung", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("kiến nghị, đề xuất năm sau", blank=True)
    is_nil = models.BooleanField("không phát sinh", default=False)
    nil_reason = models.TextField("lý do không phát sinh", blank=True)

    officer_name = models.CharField("người có thẩm quyền", max_length=150, blank=True)
    officer_title = models.CharField("chức vụ", max_length=150, blank=True)
    paper_number = models.CharField("số, ký hiệu văn bản", max_length=50, blank=True)
    paper_date = models.DateField("ngày văn bản", null=True, blank=True)

    is_paper = models.BooleanField("nhập thay từ văn bản giấy", default=False)
    received_on = models.DateField("ngày nhận văn bản giấy", null=True, blank=True)
    received_at = models.DateTimeField("nhận lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gửi"
    )
    digest = models.CharField("dấu kiểm tra", max_length=64, blank=True)
    review_began_at = models.DateTimeField("bắt đầu xem xét lúc", null=True, blank=True)
    is_trued_up = models.BooleanField("đã có số cả năm", default=False, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["obligation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=Q(status__in=(ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)),
                name="report_one_at_work",
            ),
            models.UniqueConstraint(fields=["id", "province"], name="report_id_province"),
            models.CheckConstraint(
                name="report_sent_with_time_and_digest",
                condition=Q(status=ReportStatus.DRAFT, sent_at=None, received_at=None, digest="")
                | ~Q(status=ReportStatus.DRAFT)
                & Q(sent_at__isnull=False, received_at__isnull=False)
                & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="report_nil_with_reason",
                condition=Q(status=ReportStatus.DRAFT) | Q(is_nil=False) | ~Q(nil_reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.obligation}, lần {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.status == ReportStatus.DRAFT

    @property
    def whole_year_words(self) -> str:
        """What the figures of the whole year are called, where the report was due before its year's data closed."""
        return "Số cả năm" if self.is_trued_up else "Ước cả năm"

    @property
    def receipt_number(self) -> str:
        """The number on its receipt: "BC-2018-1A2B3C4D-2", from its public id and which version it is."""
        return f"BC-{self.obligation.year.year}-{self.obligation.public_id.hex[:8].upper()}-{self.number}"


class OfReportQuerySet(VisibleQuerySet):
    def seen_by(self, user):
        """What belongs to a report is seen with it."""
        return self.filter(report__in=Report.objects.visible_to(user))


class ReportRow(models.Model):
    """A row below one version of a report; it cannot change once that was sent (held by a trigger)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="%(class)s_rows", verbose_name="báo cáo")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")

    objects = OfReportQuerySet.as_manager()

    class Meta:
        abstract = True


class TaskEntry(ReportRow, Revised):
    """What a report says of one task: how far it is, what was done, what stood in the way.

    `place` is "task:KEY", or "item:KEY" for an item of a plan without a task table, of the pinned version; the agency
    that leads or coordinates it reports on it. With `progress` empty nothing has been said yet; "không phát sinh" needs
    `nil_reason`. `unread` keeps figures that cannot be read yet, as they were typed, by the name of their field: such a
    report is not sent. Its figures are the rows below it; whoever changes any of them raises `revision` with it
    (`reporting.services.entries`).
    """

    place = models.CharField("nhiệm vụ", max_length=120)
    progress = models.CharField("mức độ thực hiện", max_length=12, choices=Progress, blank=True)
    done = models.TextField("kết quả thực hiện", blank=True)
    difficulties = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("đề xuất năm sau", blank=True)
    nil_reason = models.TextField("lý do không phát sinh", blank=True)
    unread = models.JSONField("số chưa đọc được", default=dict, blank=True)

    class Meta:
        verbose_name = "kết quả nhiệm vụ"
        verbose_name_plural = "kết quả nhiệm vụ"
        ordering = ["report_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="taskentry_once"),
            models.UniqueConstraint(fields=["id", "report", "province"], name="taskentry_of_report"),
        ]

    def __str__(self):
        return self.place


class EntryRow(ReportRow):
    """A row below what a report says of one task."""

    entry = models.ForeignKey(
        TaskEntry, models.CASCADE, related_name="%(class)s_rows", verbose_name="kết quả nhiệm vụ"
    )
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        abstract = True


class OutputEntry(EntryRow):
    """How much of a countable result a task brought in the year.

    `target` quotes the printed result that it answers to; empty where the reporter added one. `quantity` is up to the
    day on which data close, `estimate` for the whole year where that day comes later (counted, where the report
    `is_trued_up`). Empty is unknown; 0 is a confirmed zero.
    """

    kind = models.ForeignKey(OutputKind, models.PROTECT, related_name="+", verbose_name="loại kết quả")
    target = models.TextField("chỉ tiêu in", blank=True)
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=3, null=True, blank=True)
    estimate = models.DecimalField("ước cả năm", max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=50, blank=True)

    class Meta:
        verbose_name = "số lượng đạt được"
        verbose_name_plural = "số lượng đạt được"
        ordering = ["entry_id", "position"]
        constraints = [
            models.CheckConstraint(
                name="outputentry_not_negative",
                condition=(Q(quantity=None) | Q(quantity__gte=0)) & (Q(estimate=None) | Q(estimate__gte=0)),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.quantity}"


class MoneyEntry(EntryRow):
    """What was spent on a task in the year from one source, in đồng (kinh phí đã thực hiện); empty is unknown, 0 is zero."""

    source = models.CharField("nguồn", max_length=4, choices=Source)
    spent = models.DecimalField("đã thực hiện (đồng)", max_digits=18, decimal_places=0, null=True, blank=True)
    estimate = models.DecimalField(
        "ước cả năm (đồng)", max_digits=18, decimal_places=0, null=True, blank=True
    )

    class Meta:
        verbose_name = "kinh phí đã thực hiện"
        verbose_name_plural = "kinh phí đã thực hiện"
        ordering = ["entry_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "source"], name="moneyentry_once"),
            models.CheckConstraint(
                name="moneyentry_not_negative",
                condition=(Q(spent=None) | Q(spent__gte=0)) & (Q(estimate=None) | Q(estimate__gte=0)),
            ),
        ]

    def __str__(self):
        return f"{self.source}: {self.spent}"


class Evidence(ReportRow):
    """A file that shows what a report says, or the signed report itself; kept by its content (`reporting.files`).

    `place` is the task's, "paper" for the signed report or the scan of one on paper, "general" for the rest. `media_type`
    is what the content is, not what its name says. The next version of the report takes its files along.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    place = models.CharField("thuộc về", max_length=120)
    file_name = models.CharField("tên tệp", max_length=150)
    media_type = models.CharField("loại tệp", max_length=100)
    size = models.PositiveBigIntegerField("kích thước")
    checksum = models.CharField("SHA-256", max_length=64)
    added_at = models.DateTimeField("lúc nộp", default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nộp")

    class Meta:
        verbose_name = "tài liệu minh chứng"
        verbose_name_plural = "tài liệu minh chứng"
        ordering = ["report_id", "place", "id"]

    def __str__(self):
        return self.file_name


class ReportStep(models.Model):
    """One step of a report's life: from which status to which, when, by whom, and with what words. Only added."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="steps", verbose_name="báo cáo")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    before = models.CharField("từ tình trạng", max_length=10, choices=ReportStatus)
    after = models.CharField("sang tình trạng", max_length=10, choices=ReportStatus)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    comment = models.TextField("ý kiến", blank=True)

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của báo cáo"
        verbose_name_plural = "bước của báo cáo"
        ordering = ["report_id", "id"]

    def __str__(self):
        return f"{self.report}: {self.before} - {self.after}"


class Remark(models.Model):
    """What the department remarks on one part of a sent report, and what the agency answers, at its place.

    `place` is the task's, or "general". A remark is written on a sent version and never edited; the agency answers it
    once, while it prepares the next version. Written by `reporting.services.review`.
    """

    public_id = models.UUIDField("mã công khai", default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="remarks", verbose_name="báo cáo")
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh")
    place = models.CharField("phần", max_length=120)
    text = models.TextField("nhận xét")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhận xét")
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )

    objects = OfReportQuerySet.as_manager()

    class Meta:
        verbose_name = "nhận xét"
        verbose_name_plural = "nhận xét"
        ordering = ["report_id", "id"]
        constraints = [
            models.CheckConstraint(name="remark_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="remark_answered_whole",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.text


def content() -> tuple[Prefetch | str, ...]:
    """All that a report says, to be prefetched."""
    entries = TaskEntry.objects.select_related("changed_by")
    outputs = OutputEntry.objects.select_related("kind")
    return (
        Prefetch("taskentry_rows", entries),
        Prefetch("taskentry_rows__outputentry_rows", outputs),
        "taskentry_rows__moneyentry_rows",
        "evidence_rows__added_by",
        "productentry_rows__resource_rows",
        "productentry_rows__changed_by",
    )
