import { fold } from "../../azure/resource-id";

/** What Azure's answers have in common, read without trusting them: any field may be missing or of another type. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * An instant, or undefined where there is none: Azure writes the year 1, without a zone, for "not yet", and 2001 for "never
 * backed up".
 */
export function instantOf(value: unknown): Date | undefined {
  const text = textOf(value);
  if (!text) return undefined;
  const instant = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(instant.getTime()) || instant.getUTCFullYear() <= 2001 ? undefined : instant;
}

/**
 * What the name of a VM's protected item, of its container and of its jobs' container have in common, such as
 * `iaasvmcontainerv2;rg-app;vm-web`.
 */
export function vmKeyOf(name: string): string {
  return fold(name).replace(/^(iaasvmcontainer;|vm;)(?=iaasvmcontainer)/, "");
}

/** The id of an operation from its URL: the end of the path, since Azure signs the query and makes it kilobytes long. */
export function lastPathSegment(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return textOf(decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? ""));
}
