import { isNewTo } from "./baseline";
import { FINDING_KINDS, type Finding, type FindingKind, KINDS } from "./finding";

/** Which findings fail a run. */
export interface Thresholds {
  /** @default - those that `FINDING_KINDS` names */
  readonly failOn?: readonly FindingKind[] | undefined;
  /** How many new findings of a kind are allowed. @default - none */
  readonly max: Readonly<Partial<Record<FindingKind, number>>>;
  /** The findings that are known. @default - none */
  readonly known: ReadonlySet<string>;
}

/** What became of the findings of one kind. */
export interface KindVerdict {
  readonly kind: FindingKind;
  readonly title: string;
  readonly count: number;
  /** Those that the baseline does not know. */
  readonly newCount: number;
  readonly fails: boolean;
}

export function verdictsOf(findings: readonly Finding[], { failOn, max, known }: Thresholds): KindVerdict[] {
  return KINDS.map((kind) => {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    const newCount = ofKind.filter((finding) => isNewTo(known, finding)).length;
    const counts = failOn ? failOn.includes(kind) : FINDING_KINDS[kind].fails;
    return {
      kind,
      title: FINDING_KINDS[kind].title,
      count: ofKind.length,
      newCount,
      fails: counts && newCount > (max[kind] ?? 0),
    };
  });
}
