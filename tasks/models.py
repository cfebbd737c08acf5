"""A task, its parties and its quantified outputs, as one version of a plan states them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from agencies.models import Agency
from core.search import search_index, search_vector
from plans.models import OutputKind, TaskGroup, VersionRow
from plans.models.base import VersionRowQuerySet, keyed
from tasks.enums import PartyRole


class TaskQuerySet(VersionRowQuerySet):
    def running_in(self, year: int):
        """Tasks whose stated time covers a year: every year of the plan, or from start to end.

        A task of which only the start is stated runs in that year.
        """
        text = str(year)
        return self.filter(
            Q(every_year=True, version__period_start__lte=year, version__period_end__gte=year)
            | Q(start__gt="", start__lt=str(year + 1), end__gte=text)
            | Q(start__startswith=text, end="")
        )

    def of_agency(self, agency: Agency):
        """Tasks that the agency leads or coordinates."""
        return self.filter(parties__agency=agency).distinct()


class Task(VersionRow):
    """A task (nhiệm vụ, hành động) with its printed words and the time as understood.

    `start` and `end` are partial dates, YYYY or YYYY-MM, both ends included; empty where none is printed.
    """

    key = models.CharField("khóa", max_length=100)
    group = models.ForeignKey(TaskGroup, models.CASCADE, related_name="tasks", verbose_name="nhóm nhiệm vụ")
    number = models.CharField("số in", max_length=20, blank=True)
    action = models.TextField("hành động")
    contents = ArrayField(models.TextField(), verbose_name="nội dung", default=list, blank=True)
    expected_results = ArrayField(
        models.TextField(), verbose_name="kết quả dự kiến", default=list, blank=True
    )
    time_text = models.CharField("thời gian in", max_length=200, blank=True)
    start = models.CharField("bắt đầu", max_length=7, blank=True)
    end = models.CharField("kết thúc", max_length=7, blank=True)
    every_year = models.BooleanField("hằng năm", default=False)
    note = models.TextField("ghi chú", blank=True)
    search_text = models.TextField("văn bản tìm kiếm", editable=False)
    search_vector = search_vector()

    objects = TaskQuerySet.as_manager()

    class Meta(VersionRow.Meta):
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        indexes = [search_index("task")]
        constraints = [
            keyed("task"),
            models.CheckConstraint(
                name="task_partial_dates",
                condition=Q(start__regex=r"^(\d{4}(-\d{2})?)?$") & Q(end__regex=r"^(\d{4}(-\d{2})?)?$"),
            ),
        ]

    def __str__(self):
        return self.action


class Party(VersionRow):
    """Who leads or coordinates a task: the printed words, and the agency where they name one."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="parties", verbose_name="nhiệm vụ")
    role = models.CharField("vai trò", max_length=12, choices=PartyRole)
    text = models.TextField("chữ in")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="task_parties", verbose_name="cơ quan"
    )

    class Meta(VersionRow.Meta):
        verbose_name = "bên tham gia"
        verbose_name_plural = "bên tham gia"

    def __str__(self):
        return self.text


class Output(VersionRow):
    """A quantified result in a task's text: a target to report against.

    `start` and `end` are the years that the sentence itself prints, which may differ from the task's.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="outputs", verbose_name="nhiệm vụ")
    text = models.TextField("chữ in")
    kind = models.ForeignKey(OutputKind, models.PROTECT, related_name="+", verbose_name="loại kết quả")
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=3)
    unit = models.CharField("đơn vị", max_length=50, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    start = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    end = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    per_year = models.BooleanField("mỗi năm", default=False)
    approximate = models.BooleanField("khoảng", default=False)

    class Meta(VersionRow.Meta):
        verbose_name = "kết quả định lượng"
        verbose_name_plural = "kết quả định lượng"

    def __str__(self):
        return self.text
