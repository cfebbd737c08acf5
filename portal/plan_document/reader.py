"""From text to a checked plan document, with the line of every fault.

YAML and JSON are read by one reader (JSON is a subset of YAML here). Decimal figures stay decimal,
repeated keys, references and foreign types are refused. Nothing is guessed and nothing half read: a bad
document raises DocumentRefusedError with every problem found, each with path, line and reason.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from django.conf import settings
from pydantic import ValidationError

from portal.plan_document.schema import PlanDocument

REAL_PLANS = Path(settings.BASE_DIR) / "fixtures" / "plans"
MAX_BYTES = 5_000_000
MAX_DEPTH = 20
TAG = "tag:yaml.org,2002:"
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?")  # no 0144 (octal), 0x64, 1:40, 1_00, 1.0e+9


def real_plan_files() -> list[Path]:
    """The documents of the five real plans."""
    return sorted(REAL_PLANS.glob("*.yaml"))


@dataclass(frozen=True)
class Problem:
    """One reason why a document is refused: where in the document, on which line, and what is wrong."""

    path: str
    line: int | None
    reason: str

    def __str__(self):
        place = f"dòng {self.line}: " if self.line else ""
        return f"{place}{self.path or '(tài liệu)'}: {self.reason}"


class DocumentRefusedError(Exception):
    """A document that is not loaded at all; `problems` says why, in Vietnamese."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class ReadDocument:
    """A document of the right shape, and the line on which each of its paths begins."""

    document: PlanDocument
    lines: dict[tuple, int]

    def problem(self, path: tuple, reason: str) -> Problem:
        """A problem at a path; its line is that of the nearest part that is printed in the file."""
        return Problem(path_text(path), line_of(path, self.lines), reason)


def read_file(file: Path) -> ReadDocument:
    """Reads a plan document from a file. Raises DocumentRefusedError, also where it cannot be opened."""
    try:
        with file.open("rb") as opened:
            return read_document(opened.read(MAX_BYTES + 1))
    except (FileNotFoundError, NotADirectoryError):
        reason = "không có tệp này"
    except IsADirectoryError:
        reason = "là thư mục, không phải tệp"
    except OSError as error:
        reason = f"không mở được tệp (lỗi {error.errno})"
    raise DocumentRefusedError([Problem("", None, reason)])


def read_document(text: str | bytes) -> ReadDocument:
    """Reads a plan document from YAML or JSON text. Raises DocumentRefusedError."""
    data, lines = _load(text)
    if not isinstance(data, dict):
        raise DocumentRefusedError(
            [Problem("", 1, "tài liệu phải bắt đầu bằng các khóa như slug, version, province")]
        )
    return check_document(data, lines)


def check_document(data: dict, lines: dict[tuple, int] | None = None) -> ReadDocument:
    """A plan document of plain data that was made here. Raises DocumentRefusedError, as for one that was read."""
    lines = lines or {}
    try:
        return ReadDocument(PlanDocument.model_validate(data), lines)
    except ValidationError as error:
        problems = [
            Problem(path_text(fault["loc"]), line_of(fault["loc"], lines), _reason(fault))
            for fault in error.errors()
        ]
        raise DocumentRefusedError(problems) from None


def path_text(path: tuple) -> str:
    """A path as people read it: groups[2].tasks[0].budget.total"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def line_of(path: tuple, lines: dict[tuple, int]) -> int | None:
    """The line on which the path begins, or the nearest part above it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _load(text: str | bytes) -> tuple[object, dict[tuple, int]]:
    if len(text) > MAX_BYTES:
        raise DocumentRefusedError([Problem("", None, f"tài liệu lớn hơn {MAX_BYTES // 1_000_000} MB")])
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        _refuse_depth(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeError:
        raise DocumentRefusedError([Problem("", None, "tài liệu phải ở bảng mã UTF-8")]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = "không đọc được: sai cú pháp YAML/JSON"
        raise DocumentRefusedError([Problem("", mark.line + 1 if mark else None, reason)]) from None
    walk = _Walk()
    data = walk.value(node, ()) if node else None
    if walk.problems:
        raise DocumentRefusedError(walk.problems)
    return data, walk.lines


def _refuse_depth(text: str) -> None:
    """Looks at the nesting without nesting itself: composing 100 000 open brackets ends the process."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise DocumentRefusedError([Problem("", event.start_mark.line + 1, "lồng quá sâu")])


class _Walk:
    """Turns YAML nodes into plain data and remembers lines; collects problems instead of raising."""

    def __init__(self):
        self.lines: dict[tuple, int] = {}
        self.problems: list[Problem] = []
        self.seen: set[int] = set()
        self.scalars = yaml.CSafeLoader("")

    def value(self, node: yaml.Node, path: tuple):
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.seen:
            return self.refuse(path, "không dùng tham chiếu (& và *)")
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, path)
        if node.tag not in (TAG + "seq", TAG + "map"):
            return self.refuse(path, f"không dùng kiểu riêng ({node.tag.removeprefix(TAG)})")
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.mapping(node, path)

    def mapping(self, node: yaml.MappingNode, path: tuple):
        data, names = {}, set()
        for key_node, value_node in node.value:
            key = self.scalar(key_node, path) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str | int) or isinstance(key, bool):
                self.refuse(path, "khóa phải là chữ")
                continue
            place = (*path, key)
            self.lines[place] = key_node.start_mark.line + 1
            if str(key) in names:
                self.refuse(place, "khóa này đã có ở trên")
            names.add(str(key))
            data[key] = self.value(value_node, place)
        return data

    def scalar(self, node: yaml.ScalarNode, path: tuple):
        kind, shown = node.tag.removeprefix(TAG), node.value[:60]
        if kind in ("int", "float"):
            if not NUMBER.fullmatch(node.value):
                return self.refuse(path, f"số không hợp lệ: {shown}")
            return int(node.value) if kind == "int" else Decimal(node.value)
        if kind not in ("str", "bool", "null", "timestamp"):
            return self.refuse(path, f"không dùng kiểu riêng ({kind})")
        try:
            return self.scalars.construct_object(node)
        except (yaml.YAMLError, ValueError):
            return self.refuse(path, f"giá trị không hợp lệ: {shown}")

    def refuse(self, path: tuple, reason: str) -> None:
        self.problems.append(Problem(path_text(path), line_of(path, self.lines), reason))


_REASONS = {
    "missing": "thiếu khóa này",
    "extra_forbidden": "khóa lạ, không có trong cấu trúc văn bản kế hoạch",
    "string_type": "phải là chữ",
    "string_too_short": "không được để trống; bỏ khóa hoặc ghi null nếu nguồn không nêu",
    "string_too_long": "quá dài",
    "decimal_max_digits": "nhiều nhất 12 chữ số",
    "decimal_max_places": "nhiều nhất 3 chữ số thập phân",
    "decimal_whole_digits": "nhiều nhất 9 chữ số trước dấu thập phân",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, số và gạch nối",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "list_type": "phải là danh sách",
    "dict_type": "phải là nhóm khóa",
    "model_type": "phải là nhóm khóa",
    "model_attributes_type": "phải là nhóm khóa",
}

_LIMITS = {"ge": "phải từ {} trở lên", "le": "không quá {}", "lt": "phải nhỏ hơn {}"}


def _reason(fault: dict) -> str:
    kind, context = fault["type"], fault.get("ctx") or {}
    if kind in _REASONS:
        return _REASONS[kind]
    if kind in ("enum", "literal_error"):
        return "phải là một trong: " + re.sub(r"\bor\b", "hoặc", str(context.get("expected", "")))
    if kind == "value_error":
        return str(context.get("error", "giá trị không hợp lệ"))
    for limit, words in _LIMITS.items():
        if limit in context:
            return words.format(context[limit])
    return "giá trị không hợp lệ"
