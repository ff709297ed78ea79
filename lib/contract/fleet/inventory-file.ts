import { parse } from "csv-parse/sync";
import type { InventoryRow } from "./fleet-vm";

/** Thrown if a file is no inventory. Its message follows the name of the file: "… must be …, got …; …". */
export class InventoryError extends Error {}

const SHAPE = "a list of VMs with id, location and tags, a map of VM ids, or an export of Azure Resource Graph";

/** Reads an inventory: CSV if the name of its file ends so, else JSON. @throws InventoryError */
export function parseInventory(fileName: string, text: string): InventoryRow[] {
  const content = text.replace(/^\uFEFF/, "");
  return /\.csv$/i.test(fileName) ? rowsOfCsv(content) : rowsOfJson(content);
}

function rowsOfJson(text: string): InventoryRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InventoryError("must be JSON or end in .csv, got a file that is not JSON; export it again");
  }
  if (Array.isArray(value)) return value.map(rowOf);
  if (!isRecord(value)) throw notAnInventory(value === null ? "null" : typeof value);
  const { data } = value;
  if (Array.isArray(data)) {
    requireComplete(value, data.length);
    return data.map(rowOf);
  }
  return Object.entries(value).map(([id, facts]) => rowOf(isRecord(facts) ? { id, ...facts } : facts, id));
}

/** `az graph query` and the REST API answer by pages. The first page alone would remove every other VM from the fleet. */
function requireComplete(answer: Record<string, unknown>, count: number): void {
  const total = answer["total_records"] ?? answer["totalRecords"];
  const token = answer["skip_token"] ?? answer["skipToken"] ?? answer["$skipToken"];
  const isCut = String(answer["resultTruncated"]) === "true";
  const isPage = (typeof token === "string" && token !== "") || (typeof total === "number" && total > count);
  if (!isCut && !isPage) return;
  const of = typeof total === "number" ? ` of ${total}` : "";
  throw new InventoryError(
    `must have every VM, got one page of an export with ${count}${of}; ask for the next pages with --skip-token, and write all rows into one list`,
  );
}

function rowOf(value: unknown, where: string | number): InventoryRow {
  if (!isRecord(value) || typeof value["id"] !== "string") throw notAnInventory(`no id at ${where}`);
  const { id, location, tags, tier } = value;
  return { id, location: optionalText(location, id), tier: optionalText(tier, id), tags: tagsOf(tags, id) };
}

function optionalText(value: unknown, id: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw notAnInventory(`${JSON.stringify(value)} as a text of ${id}`);
  return value;
}

/** Resource Graph writes tags as a JSON object, also into the cells of a CSV file. */
function tagsOf(value: unknown, id: string): Record<string, string> {
  let tags = value;
  if (typeof value === "string" && value.trim() !== "") {
    try {
      tags = JSON.parse(value);
    } catch {
      throw notAnInventory(`tags that are not JSON at ${id}`);
    }
  }
  if (tags === undefined || tags === null || tags === "") return {};
  if (!isRecord(tags)) throw notAnInventory(`tags that are not an object at ${id}`);
  const texts = Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === "string");
  return Object.fromEntries(texts);
}

function rowsOfCsv(text: string): InventoryRow[] {
  let records: Record<string, string>[];
  try {
    const columns = (names: string[]) => names.map((name) => (/^tag:/i.test(name) ? name.trim() : name.trim().toLowerCase()));
    records = parse(text, { columns, skip_empty_lines: true, trim: true, delimiter: delimiterOf(text) });
  } catch (error) {
    throw new InventoryError(`must be CSV, got '${(error as Error).message}'; write it again`);
  }
  if (records.length > 0 && !("id" in (records[0] ?? {}))) {
    throw new InventoryError(
      `must have a column 'id' in its first line, got ${Object.keys(records[0] ?? {}).join(", ")}; name the columns id, location, tier, tags or tag:<name>`,
    );
  }
  return records.map((record, index) => {
    const columns = Object.entries(record).filter(([name, value]) => /^tag:/i.test(name) && value !== "");
    const row = rowOf(record, index + 1);
    return { ...row, tags: { ...row.tags, ...Object.fromEntries(columns.map(([name, value]) => [name.slice(4), value])) } };
  });
}

/** Spreadsheets write semicolons in countries whose decimal sign is the comma. */
function delimiterOf(text: string): string {
  const [header = ""] = text.split("\n", 1);
  return [",", ";", "\t"].find((one) => header.includes(one)) ?? ",";
}

function notAnInventory(received: string): InventoryError {
  return new InventoryError(`must be ${SHAPE}, got ${received}; export it again`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
