/** The task table as a grid. */

import { GridPage } from "./page.js";

const WIDTHS = { number: 72, action: 380, lead: 220, coordinating: 260, time: 130, expected_results: 280, note: 180 };

const page = new GridPage(document.querySelector("[data-grid=tasks]"), { heading: "Dòng", headingWidth: 200 });
await page.start((data) => {
  page.columns = Object.entries(data.columns).map(([field, title]) => ({
    field,
    title,
    kind: field === "number" || field === "time" ? "text" : "lines",
    width: WIDTHS[field],
  }));
  return page.columns;
});
