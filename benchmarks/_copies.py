"""Many plans, for measurements: the five ones copied to every province."""

import json


def load_copies_for_all_provinces(status: str = "issued") -> None:
    """Each province gets one, in the running transaction; as drafts, or as if issued."""
    from agencies.models import Province
    from plans.models import PlanVersion
    from portal.plan_document.exporter import content_of
    from portal.plan_document.loader import load_plan
    from portal.plan_document.reader import read_document
    from portal.plan_document.text import dumps

    originals = [json.loads(dumps(content_of(version))) for version in PlanVersion.objects.current()]
    for place, province in enumerate(Province.objects.all()):
        copy = json.loads(json.dumps(originals[place % len(originals)]))
        copy |= {"slug": f"{province.slug}-2999-{status}", "province": province.slug}
        copy["version"] = copy["version"] | {"status": status}
        _without_agencies(copy)
        load_plan(read_document(json.dumps(copy)))


def _without_agencies(node) -> None:
    if isinstance(node, dict):
        if set(node) == {"text", "agency"}:
            node["agency"] = None
        for value in node.values():
            _without_agencies(value)
    elif isinstance(node, list):
        for value in node:
            _without_agencies(value)
