import { stamp } from "./numbers.js";

const COLUMNS = { line: ["time", "value"], candles: ["time", "open", "high", "low", "close", "count"] };

/** Saves rows as they are shown: seconds since 1970 and the same moment to read, then the exact values. */
export function saveCsv(name, kind, rows) {
  const columns = COLUMNS[kind];
  const line = (row) => [name, new Date(row.time * 1000).toISOString().replace(".000", ""), ...columns.map((column) => row[column] ?? "")].join(",");
  const text = [["asset", "utc", ...columns].join(","), ...rows.map(line), ""].join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = `${name}-${stamp(rows[0].time)}-${stamp(rows.at(-1).time)}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
