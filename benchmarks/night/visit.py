"""What one agency does on the last evening: signs in, opens its report, writes it, sends it; and what it was told."""

import re
from collections.abc import Awaitable, Callable

from benchmarks.night.browser import TOKEN, Answer, Browser, WrongAnswerError

SIGN_IN, SAVE, SUBMIT = "sign-in", "save", "submit"
SAVES = 3  # at least; an agency with more tasks saves each
# Seconds between two steps, drawn from half of it to half more; fewer where the evening is shorter.
TYPES_PASSWORD, LOOKS, WRITES, READS = 8, 4, 15, 12
LONGEST = 1.5 * (TYPES_PASSWORD + 6 * LOOKS + 4 * WRITES + 2 * READS)
TASK = re.compile(r'href="(/reports/[0-9a-f-]+/task/[^"]+/)"')
PRODUCT = re.compile(r'href="(/reports/[0-9a-f-]+/products/\d+/)"')


class Visit:
    """`pause(seconds)` waits; `keep(kind, place, text)` writes into the agency's own journal what was acknowledged."""

    def __init__(
        self,
        browser: Browser,
        agency: dict,
        pause: Callable[[float], Awaitable[None]],
        keep: Callable[[str, str, str], None],
    ):
        self.browser, self.agency, self.pause, self.keep = browser, agency, pause, keep
        self.report = f"/reports/{agency['report']}/"
        self.saves = 0

    async def run(self) -> None:
        """From the first page to the receipt. Raises what stood in the way."""
        await self._sign_in()
        tasks = await self._open_report()
        if self.agency["is_facility"]:
            await self._write_product()
        for place in tasks:
            await self._write_task(place)
        while self.saves < SAVES:
            await self._write_general()
        await self._submit()

    async def _sign_in(self) -> None:
        page = await self.browser.open("/accounts/login/", "page: sign-in")
        await self.pause(TYPES_PASSWORD)
        typed = {"login": self.agency["email"], "password": self.agency["password"]}
        home = await self._send(page, "login", typed, SIGN_IN)
        if home.path != "/":
            raise WrongAnswerError(f"sign-in led to {home.path}")
        await self.pause(LOOKS)

    async def _open_report(self) -> list[str]:
        """Begins the report; gives the addresses of its tasks."""
        await self.browser.open("/reports/", "page: list of reports")
        await self.pause(LOOKS)
        page = await self.browser.open(self.report, "page: report")
        await self.pause(LOOKS)
        page = await self.browser.open(self.report, "begin", {TOKEN: page.token})
        return list(dict.fromkeys(TASK.findall(page.text)))

    async def _write_task(self, path: str) -> None:
        place = path.removeprefix(f"{self.report}task/").rstrip("/")
        page = await self.browser.open(path, "page: task")
        await self.pause(WRITES)
        text = f"Đã thực hiện, lần {self.saves + 1}, {self.agency['email']}."
        typed = {"progress": "doing", "done": text, "o0-quantity": "3", "mNSDP-spent": "12,5"}
        form = page.form("done")
        if form.fields.get("o0-kind") == "":  # the plan names no output: it is the agency's to choose
            typed["o0-kind"] = next(filter(None, form.inputs["o0-kind"].value_options))
        typed = {name: value for name, value in typed.items() if name in form.fields}
        said = await self.browser.open(path, "autosave", dict(form.form_values()) | typed | {"autosave": "1"})
        self.keep("task", place, text)
        form.fields["revision"] = re.search(r'"revision": (\d+)', said.text)[1]
        await self.pause(LOOKS)
        await self.browser.open(path, SAVE, dict(form.form_values()) | typed)
        self._saved("task", place, text)

    async def _write_product(self) -> None:
        page = await self.browser.open(self.report, "page: report")
        path = PRODUCT.search(page.text)[1]  # a facility's draft begins with one
        for number in (1, 2):
            page = await self.browser.open(path, "page: product")
            await self.pause(WRITES)
            text = f"Thay lò nung, lần {number}, {self.agency['email']}."
            typed = {"product": "gạch tuynen", "unit": "1.000 viên", "solutions": text}
            typed |= {"baseline_year": "2015", "baseline_output": "1000", "output": "1100"}
            await self._send(page, "solutions", typed, SAVE)
            self._saved("product", path.rstrip("/").rpartition("/")[2], text)

    async def _write_general(self) -> None:
        path = f"{self.report}general/"
        page = await self.browser.open(path, "page: general part")
        await self.pause(WRITES)
        text = f"Đúng kế hoạch, lần {self.saves + 1}, {self.agency['email']}."
        await self._send(page, "general", {"is_nil": "told", "general": text}, SAVE)
        self._saved("general", "", text)

    async def _submit(self) -> None:
        await self.pause(LOOKS)
        await self.browser.open(f"{self.report}check/", "page: check")
        await self.pause(READS)
        page = await self.browser.open(f"{self.report}send/", "page: send")
        await self.pause(READS)
        typed = {"officer_name": "Nguyễn Văn Mẫu", "officer_title": "Phó Giám đốc"}
        receipt = await self._send(page, "officer_name", typed, SUBMIT)
        if not receipt.path.endswith("/receipt/"):
            raise WrongAnswerError(f"sending led to {receipt.path}")
        self.keep(SUBMIT, "", "")

    def _saved(self, kind: str, place: str, text: str) -> None:
        self.keep(kind, place, text)
        self.saves += 1

    async def _send(self, page: Answer, wanted: str, typed: dict, label: str) -> Answer:
        """A form of the page, filled in and sent by its button."""
        form = page.form(wanted)
        data = dict(form.form_values()) | typed
        return await self.browser.open(form.action or page.path, label, data)
