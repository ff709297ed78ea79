/** A request that the emulator answered. */
export interface JournalEntry {
  /** Emulated time of the answer, ISO 8601. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** The HTTP status of the answer; 0 if the connection was reset before the request had any effect. */
  readonly status: number;
  /** The `x-ms-client-request-id` of the request. */
  readonly clientRequestId?: string;
  /** The parsed body. The secrets of a token request are replaced by `***`. */
  readonly body?: unknown;
  /** The fault that was applied to it. */
  readonly fault?: string;
}

/** The latest requests, oldest first. */
export class Journal {
  readonly #entries: JournalEntry[] = [];

  constructor(private readonly limit = 10_000) {}

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  record(entry: JournalEntry): void {
    this.#entries.push({ ...entry, query: abridged(entry.query), body: withoutSecrets(entry.body) });
    if (this.#entries.length > this.limit * 2) this.#entries.splice(0, this.limit);
  }
}

/** Returns the entries as JSON lines. */
export function toJsonLines(entries: readonly JournalEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

const LONGEST_VALUE = 256;
const SECRETS = new Set(["client_secret", "client_assertion"]);

/** Shortens long values: signed URLs hold signatures of some 4 kB, and a long run keeps 10,000 entries. */
function abridged(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return map(query, (_, value) =>
    typeof value === "string" && value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value,
  );
}

function withoutSecrets(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return map(body, (key, value) => (SECRETS.has(key) ? "***" : value));
}

function map(object: object, change: (key: string, value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}
