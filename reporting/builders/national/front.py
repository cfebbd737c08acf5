"""The national report put together: the ministry's own part, written from figures only, and the list of chapters."""

from core import clock
from core.numbers import format_million, format_number
from plans.targets import value_text
from reporting.builders.consolidated.unknown import UNKNOWN
from reporting.builders.heading import ADDRESSEE, MINISTRY, ministry_heading
from reporting.builders.national import charts, compliance, money, outputs, targets, tasks
from reporting.builders.national.chapters import chapters_of, title_of
from reporting.builders.national.facts import NationalFacts
from reporting.builders.national.tables import all_tables
from reporting.builders.national.words import borders_words, selection_words
from reporting.contents.consolidated import BodyPart, ConsolidatedReport
from reporting.contents.national import NationalReport, Selection
from reporting.contents.workbook import Cell, Column, Row, Sheet
from reporting.enums import TargetOutcome
from reporting.targets import value_words

DEFINITIONS = (
    ("Phạm vi", "Các kế hoạch đã ban hành có năm báo cáo trong kỳ; số thực hiện lấy từ báo cáo tổng hợp mà tỉnh đã gửi, bản mới "
     "nhất. Số liệu mẫu không bao giờ cộng với số liệu thật."),
    ("Chưa gửi", "Tỉnh chưa gửi báo cáo tổng hợp của năm: số thực hiện chưa rõ, không phải là 0."),
    ("Chưa rõ", "Kế hoạch hoặc báo cáo để trống. Không phải là 0 và không được tính thay."),
    ("Không ghi", "Kế hoạch không in số này cho năm; số cho cả kỳ không chia ra năm."),
    ("–", "Kế hoạch hoặc báo cáo không nêu nguồn này."),
    ("Không tách", "Kế hoạch cho một số chung của nhiều nguồn; không tự chia."),
    ("Chỉ tiêu", "Cộng tử số, cộng mẫu số của số liệu cùng đơn vị, cùng đối tượng tính và cùng kỳ với mục tiêu quốc gia rồi mới "
     "chia, làm tròn xuống hai số lẻ; không lấy bình quân các tỷ lệ. Số liệu không cộng được nêu riêng, kèm lý do."),
    ("Mức độ, đã đạt, đã thực hiện", "Như trong báo cáo tổng hợp của tỉnh: số của cơ quan chủ trì nhiệm vụ."),
    ("Địa giới", "Theo 34 tỉnh, thành phố hiện nay (tỉnh kế thừa gồm cả kế hoạch của tỉnh cũ) hoặc theo 63 tỉnh, thành phố đến "
     "30/06/2025."),
    ("Đơn vị tiền", "Triệu đồng; giữ đến từng đồng, tổng là tổng của số chưa làm tròn."),
)  # fmt: skip


def build_national(selection: Selection) -> NationalReport:
    """The national report of a selection as the database stands; reads sent reports and issued plans alone."""
    facts = NationalFacts(selection)
    return NationalReport(selection, _front(facts), chapters_of(facts))


def _front(facts: NationalFacts) -> ConsolidatedReport:
    year = facts.year
    subject = f"Kết quả thực hiện sản xuất sạch hơn trong công nghiệp của các tỉnh, thành phố năm {year}"
    heading, tables = ministry_heading(clock.today()), all_tables(facts)
    return ConsolidatedReport(
        heading=heading,
        subject=subject,
        opening=f"{MINISTRY} báo cáo kết quả thực hiện năm {year} các kế hoạch sản xuất sạch hơn trong công nghiệp của các "
        "tỉnh, thành phố trực thuộc trung ương như sau:",
        edition=(
            f"Lập từ {len(facts.told)} báo cáo tổng hợp đã gửi trên cổng; địa giới {borders_words(facts)}",
            *selection_words(facts),
        ),
        is_sample=facts.is_sample,
        parts=tuple(_parts(facts, tables)),
        closing=f"Trên đây là báo cáo kết quả năm {year}; {MINISTRY} kính báo cáo {ADDRESSEE}./.",
        tables=tuple(tables.values()),
        definitions=Sheet(
            "Cách đọc",
            (Column("Từ", width=30), Column("Nghĩa", width=110)),
            tuple(map(Row, DEFINITIONS)),
            ("Cách đọc các bảng",),
        ),
        unknowns=_unknowns(facts),
    )


def _parts(facts: NationalFacts, tables: dict[str, Sheet]):
    yield BodyPart(
        "Tình hình báo cáo", tuple(_compliance(facts)), annexes=(compliance.OVERVIEW, compliance.COMPLIANCE)
    )
    yield BodyPart(
        "Nhiệm vụ theo hợp phần",
        (_tasks(facts),),
        annexes=(tasks.COMPONENTS, tasks.STATES_OF),
        charts=charts.component_chart(tables["components"]),
    )
    yield BodyPart("Kết quả theo loại", tuple(_outputs(facts)), annexes=(outputs.KINDS, outputs.BY_PROVINCE))
    yield BodyPart("Chỉ tiêu", tuple(_targets(facts)), annexes=(targets.NATIONAL, targets.BY_PROVINCE))
    yield BodyPart(
        "Kinh phí",
        tuple(_money(facts)),
        annexes=(money.PLANS, money.OF_YEAR, money.BY_YEAR),
        charts=charts.year_chart(tables["years"]),
    )


def _compliance(facts: NationalFacts):
    sent = [place for place in facts.places if place.sent]
    missing = [title_of(plan) for plan in facts.plans if not plan.sent]
    yield (
        f"Năm {facts.year} có {len(facts.places)} tỉnh, thành phố với {len(facts.plans)} kế hoạch đã ban hành; "
        f"{len(sent)} tỉnh, thành phố đã gửi báo cáo tổng hợp."
    )
    if missing:
        yield f"Chưa gửi báo cáo tổng hợp: {', '.join(missing)}. Số thực hiện của các nơi này chưa rõ, không tính trong báo cáo."
    if facts.told:
        found = compliance.total(facts)
        yield (
            f"Theo các báo cáo đã gửi, {found[compliance.OWED]} cơ quan, đơn vị phải báo cáo: {found[compliance.IN_TIME]} đúng "
            f"hạn, {found[compliance.LATE]} muộn, {found[compliance.PAPER]} bằng văn bản giấy, {found[compliance.MISSING]} chưa gửi."
        )


def _tasks(facts: NationalFacts) -> str:
    if not facts.told:
        return "Chưa có báo cáo tổng hợp nào được gửi nên mức độ thực hiện chưa rõ."
    states = tasks.total_states(facts)
    told = "; ".join(
        f"{states[state]} {words.lower()}" for state, words in tasks.WORDS.items() if states[state]
    )
    return f"Các báo cáo đã gửi nêu {sum(states.values())} nhiệm vụ trong năm" + (
        f": {told}." if told else "."
    )


def _outputs(facts: NationalFacts):
    for (kind, unit), names in outputs.told(facts).items():
        found = outputs.together(names.values())
        where, more = (
            f"{len(names)} tỉnh, thành phố",
            f", {found.unknown} chỗ chưa rõ" if found.unknown else "",
        )
        if found.reached is None:
            yield f"{kind.name}: {where} có báo, số đã đạt chưa rõ."
        else:
            yield f"{kind.name}: đã đạt {format_number(found.reached)} {unit}".rstrip() + f" ở {where}{more}."


def _targets(facts: NationalFacts):
    for one in targets.sums(facts):
        national = one.national
        wanted = f"mục tiêu quốc gia giai đoạn {national.period} là {value_text(national)}"
        left_out = f" {one.left_out} số liệu không cộng được." if one.left_out else ""
        if not one.added:
            yield f"{national.indicator.name}: chưa rõ, {wanted}.{left_out}"
            continue
        value = value_words(national, one.numerator, one.denominator)
        outcome = f", {one.outcome.label}" if one.outcome != TargetOutcome.NO_FIGURE else ""
        yield f"{national.indicator.name}: {value} (tính từ {one.added} số liệu cùng đối tượng), {wanted}{outcome}.{left_out}"


def _money(facts: NationalFacts):
    known = [one for one in facts.planned.values() if one.total is not None]
    yield f"{len(known)} trong {len(facts.plans)} kế hoạch cho biết kinh phí."
    if facts.told:
        spent, unknown = money.spent_total(facts)
        amount = UNKNOWN if spent is None else f"{format_million(spent)} triệu đồng"
        more = f"; {unknown} khoản chưa rõ, không tính trong số này" if unknown else ""
        yield f"Kinh phí đã thực hiện năm {facts.year} theo các báo cáo đã gửi: {amount}{more}."


def _unknowns(facts: NationalFacts) -> Sheet:
    """What is not known, by province: reports not sent, money that plans do not give, figures left open."""
    columns = (
        Column("Tỉnh, thành phố", width=30),
        Column("Số liệu chưa rõ", width=50),
        Column("Vì sao", width=50),
    )
    rows = []
    for plan in facts.plans:
        planned = facts.planned[plan.version.pk]
        if not plan.sent:
            rows.append(Row((plan.name, "mọi số thực hiện", "chưa gửi báo cáo tổng hợp")))
        if planned.total is None:
            rows.append(Row((plan.name, "kinh phí kế hoạch", "kế hoạch không cho số")))
        elif planned.open_groups:
            rows.append(
                Row((plan.name, f"kinh phí của {planned.open_groups} nhóm nhiệm vụ", "kế hoạch không cho số"))
            )
        if plan.told:
            rows += _open_figures(facts, plan)
    rows += [
        Row((line.plan.name, line.figure.indicator_name, line.obstacle))
        for line in targets.lines(facts)
        if line.obstacle == targets.UNKNOWN_FIGURE
    ]
    nothing = Row((Cell("Không có số liệu nào chưa rõ.", span=len(columns)),), "note")
    return Sheet(
        "Chưa rõ",
        columns,
        tuple(rows) or (nothing,),
        ("Số liệu chưa rõ",),
        notes=("Chưa rõ không phải là 0.",),
    )


def _open_figures(facts: NationalFacts, plan):
    for report, kind, unit, *_, unknown in facts.outputs:
        if report == plan.told.pk and unknown:
            what = f"{facts.output_kinds[kind].name} ({unit}): {unknown} chỗ"
            yield Row((plan.name, what, "báo cáo để trống hoặc chưa được duyệt"))
    for source, (_, unknown, _) in facts.spent[plan.version.plan_id, facts.year].items():
        if unknown:
            yield Row(
                (
                    plan.name,
                    f"đã thực hiện, {money.source_label((source,))}: {unknown} khoản",
                    "báo cáo để trống",
                )
            )
