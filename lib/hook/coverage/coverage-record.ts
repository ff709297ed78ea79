import { CoverageExitCode } from "../../contract/exit-code";
import { VERSION } from "../version";
import { isNewTo } from "./baseline";
import type { Coverage, VmCoverage } from "./coverage";
import type { Estate } from "./estate";
import type { FindingKind } from "./finding";
import { type KindVerdict, type Thresholds, verdictsOf } from "./verdict";

/** The version of the JSON report. It is raised if a field is removed or changes its meaning, not if one is added. */
const RECORD_VERSION = 1;

/** The VMs of a group, such as a region, by what became of them. */
export interface Tally {
  readonly name: string;
  readonly vms: number;
  readonly covered: number;
  readonly exempt: number;
}

/** A finding in the reports. */
export interface FindingRecord {
  readonly kind: FindingKind;
  readonly id: string;
  readonly name: string;
  readonly subscription: string;
  readonly region: string | null;
  readonly text: string;
  /** Whether the baseline does not know it. */
  readonly isNew: boolean;
}

/** The coverage of an estate, for the reports. Instants are ISO text in UTC. */
export interface CoverageRecord {
  readonly version: typeof RECORD_VERSION;
  readonly tool: string;
  readonly time: string;
  readonly exitCode: CoverageExitCode;
  readonly summary: string;
  readonly vms: number;
  /** VMs without a finding that need a backup. */
  readonly covered: number;
  readonly kinds: readonly KindVerdict[];
  readonly subscriptions: readonly Tally[];
  readonly regions: readonly Tally[];
  /** The VMs by the age of their last recovery point. */
  readonly ages: readonly { readonly name: string; readonly vms: number }[];
  readonly findings: readonly FindingRecord[];
  readonly exempt: readonly { readonly id: string; readonly name: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

const HOUR_MS = 3_600_000;

/** The classes of ages, each up to so many hours. */
const AGES: readonly (readonly [string, number])[] = [
  ["up to 12 h", 12],
  ["up to 26 h", 26],
  ["up to 2 days", 48],
  ["up to 7 days", 168],
  ["up to 30 days", 720],
  ["older", Infinity],
];

export function coverageRecord(estate: Estate, coverage: Coverage, thresholds: Thresholds, now: Date): CoverageRecord {
  const { vms, findings, unseenItems } = coverage;
  const kinds = verdictsOf(findings, thresholds);
  const exitCode = kinds.some(({ fails }) => fails) ? CoverageExitCode.gaps : CoverageExitCode.covered;
  const names = new Map(estate.subscriptions.map(({ id, name }) => [id, name]));
  const covered = vms.filter(isCovered).length;
  const exempt = vms.flatMap(({ vm: { id, name, exempt: reason } }) => (reason === undefined ? [] : [{ id, name, reason }]));
  return {
    ...{ version: RECORD_VERSION, tool: `azure-vm-backup ${VERSION}`, time: now.toISOString(), exitCode },
    summary: summaryOf(vms.length, covered, exempt.length, kinds),
    ...{ vms: vms.length, covered, kinds },
    subscriptions: talliesOf(vms, ({ vm }) => vm.subscriptionId).map((tally) => ({
      ...tally,
      name: names.get(tally.name) ?? tally.name,
    })),
    regions: talliesOf(vms, ({ vm }) => vm.region || "unknown"),
    ages: agesOf(vms),
    findings: findings.map((finding) => {
      const { kind, id, name, subscriptionId, region, text } = finding;
      const subscription = names.get(subscriptionId) ?? subscriptionId;
      return { kind, id, name, subscription, region, text, isNew: isNewTo(thresholds.known, finding) };
    }),
    exempt,
    notes:
      unseenItems === 0
        ? []
        : [`${unseenItems} protected items are of VMs in subscriptions that were not chosen or that the identity does not see`],
  };
}

export function isCovered({ findings, vm }: VmCoverage): boolean {
  return vm.exempt === undefined && findings.length === 0;
}

function summaryOf(vms: number, covered: number, exempt: number, kinds: readonly KindVerdict[]): string {
  const found = kinds.filter(({ count }) => count > 0).map(({ title, count }) => `${title.toLowerCase()} ${count}`);
  const parts = [`${covered} covered`, ...(exempt > 0 ? [`${exempt} exempt`] : []), ...found];
  return `${vms} ${vms === 1 ? "VM" : "VMs"}: ${parts.join(", ")}`;
}

function talliesOf(vms: readonly VmCoverage[], nameOf: (vm: VmCoverage) => string): Tally[] {
  const tallies = new Map<string, { vms: number; covered: number; exempt: number }>();
  for (const vm of vms) {
    const tally = tallies.get(nameOf(vm)) ?? { vms: 0, covered: 0, exempt: 0 };
    tally.vms++;
    if (isCovered(vm)) tally.covered++;
    if (vm.vm.exempt !== undefined) tally.exempt++;
    tallies.set(nameOf(vm), tally);
  }
  return [...tallies].map(([name, tally]) => ({ name, ...tally })).sort((a, b) => b.vms - a.vms || (a.name < b.name ? -1 : 1));
}

function agesOf(vms: readonly VmCoverage[]): CoverageRecord["ages"] {
  const counts = AGES.map(([name]) => ({ name, vms: 0 }));
  let none = 0;
  for (const { ageMs } of vms) {
    const found = ageMs === undefined ? undefined : counts[AGES.findIndex(([, hours]) => ageMs <= hours * HOUR_MS)];
    if (found) found.vms++;
    else none++;
  }
  return [...counts, { name: "no recovery point", vms: none }];
}
