"""Where in a plan a ground, an entry or a remark is about, in words and as a link: "task:KEY", "item:KEY", "clause:NUMBER"."""

from plans.models import PlanVersion
from portal.links import place, plan_page, task_page


class Places:
    """The places of a version, whose tasks and items are loaded once."""

    def __init__(self, version: PlanVersion):
        self._slug = version.plan.slug
        self._query = {"version": version.number} if version.pk != version.plan.current_version_id else {}
        tasks = [task for group in version.taskgroup_rows.all() for task in group.tasks.all()]
        self._named = {f"task:{task.key}": f"{task.number} {task.action}".strip() for task in tasks}

    def words(self, named: str) -> str:
        """ "nhiệm vụ 4.3 Tổ chức hội thảo", "mục V.3"."""
        if named in self._named:
            return f"nhiệm vụ {self._named[named]}"
        return f"mục {named.partition(':')[2]}"

    def url(self, named: str) -> str:
        """The page of the task, or the clause on the page of responsibilities, in this version."""
        kind, _, key = named.partition(":")
        if kind in ("task", "item"):
            address = task_page(self._slug, key)
            return address + (f"?version={self._query['version']}" if self._query else "")
        return plan_page(self._slug, "plan_responsibilities", place("responsibility", key), **self._query)
