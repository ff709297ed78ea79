/** What Azure's answers have in common, read without trusting them: any field may be missing or of another type. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function asString(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An instant, or undefined if there is none: Azure writes the year 1, without a zone, for "not yet", and 2001 for "never backed up". */
export function asInstant(value: unknown): Date | undefined {
  const text = asString(value);
  if (!text) return undefined;
  const instant = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(instant.getTime()) || instant.getUTCFullYear() <= 2001 ? undefined : instant;
}
