import type { PolicyRules } from "../../../../lib/hook/explain-plan/policy";

/** What is compared of a vault before and after the generated code: in azurerm's words, without the order of lists. */
export interface Compared {
  readonly vault: Readonly<Record<string, unknown>>;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly items: Readonly<Record<string, ComparedItem>>;
}

export interface ComparedItem {
  readonly vmId: string;
  readonly policy: string | undefined;
  readonly state: string;
  readonly include: readonly number[] | undefined;
  readonly exclude: readonly number[] | undefined;
}

export type ComparedRules = Pick<PolicyRules, "schedule" | "timeZone" | "snapshotDays" | "isEnhanced" | "archives" | "retention">;

/** Rules with sorted lists, and without empty ones. */
export function normalized(rules: ComparedRules): unknown {
  return JSON.parse(
    JSON.stringify(rules, (_, value: unknown) => {
      if (Array.isArray(value)) return value.length === 0 ? undefined : [...(value as unknown[])].sort();
      return value === false ? undefined : value;
    }),
  );
}
