"""Where the time of each province's PDF goes: build, template, layout, drawing, and the whole.

The peer of the layout and of the whole is WeasyPrint itself on the same words in one flow of paragraphs, without
tables, tags and annexes; of the others it is the whole.
"""

import re
from html import escape, unescape

from benchmarks import make_ready, median_ms, report

REPEAT = 3


def main() -> None:
    from budgets.selectors import with_content
    from plans.models import PlanVersion
    from reporting.builders.heading import build_heading
    from reporting.builders.plan_report import build_plan_report
    from reporting.renderers.pdf import draw, lay_out
    from reporting.renderers.plan_report_pdf import html_parts, render

    def quiet(*_):
        pass

    for slug in PlanVersion.objects.current().values_list("plan__slug", flat=True).order_by("plan__slug"):

        def build(slug=slug):
            version = with_content(PlanVersion.objects.current()).get(plan__slug=slug)
            return build_plan_report(version, build_heading(version))

        contents = build()
        parts = html_parts(contents)
        words = [("", _one_flow(parts))]
        plain = median_ms(lambda words=words: lay_out(words, 1, quiet), REPEAT)
        plain_whole = median_ms(lambda words=words: draw(lay_out(words, 1, quiet)), REPEAT)
        whole = median_ms(lambda contents=contents: render(contents, quiet), REPEAT)
        pages = sum(len(document.pages) for document in lay_out(parts, len(parts), quiet))
        layout = median_ms(lambda parts=parts: lay_out(parts, len(parts), quiet), REPEAT)
        report(f"{slug}: render, {pages} pages", whole, "ms", "the same words in one flow", plain_whole)
        report(f"{slug}: layout", layout, "ms", "layout of the same words in one flow", plain)
        report(f"{slug}: drawing and joining", whole - layout, "ms", "render", whole)
        template = median_ms(lambda contents=contents: html_parts(contents), REPEAT)
        report(f"{slug}: template", template, "ms", "render", whole)
        report(f"{slug}: build", median_ms(build, REPEAT), "ms", "render", whole)


def _one_flow(parts: list[tuple[str, str]]) -> str:
    bodies = [re.sub(r"(?s)^.*<body[^>]*>", "", html) for _, html in parts]
    texts = [unescape(text).strip() for body in bodies for text in re.split(r"<[^>]+>", body)]
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in texts if text)
    return f'<html lang="vi"><title>-</title><body>{paragraphs}'


if __name__ == "__main__":
    make_ready()
    main()
