import { MAX_DISKS_PER_VM } from "../../azure/limits";
import { isLiteral, problem } from "../private/problems";
import type { DataDisk } from "./data-disks";
import type { SourceVmOptions } from "./source-vm";

/** Disk types that a Standard policy cannot protect. */
const ENHANCED_ONLY = new Map([
  ["UltraSSD_LRS", "an Ultra disk"],
  ["PremiumV2_LRS", "a Premium SSD v2 disk"],
]);

/** Returns the problems of a VM with the data disks that the stack attaches. */
export function diskProblems(disks: readonly DataDisk[], options: SourceVmOptions, policyIsStandard: boolean): string[] {
  const backedUp = disks.filter(({ lun }) => isBackedUp(lun, options));
  return [...countProblems(backedUp), ...backedUp.flatMap((disk) => typeProblems(disk, policyIsStandard))];
}

/** Warns of LUNs at which the stack attaches no disk, if it attaches others. A disk may come from the image or another stack. */
export function diskWarnings(disks: readonly DataDisk[], { includeDiskLuns, excludeDiskLuns }: SourceVmOptions): string[] {
  if (disks.length === 0) return [];
  return [...lunWarnings("includeDiskLuns", includeDiskLuns, disks), ...lunWarnings("excludeDiskLuns", excludeDiskLuns, disks)];
}

function isBackedUp(lun: number | undefined, { includeDiskLuns, excludeDiskLuns }: SourceVmOptions): boolean {
  if (lun === undefined) return false;
  if (includeDiskLuns) return isLiteral(includeDiskLuns) && includeDiskLuns.includes(lun);
  return isLiteral(excludeDiskLuns) && (excludeDiskLuns ?? []).every((other) => isLiteral(other) && other !== lun);
}

function lunWarnings(path: string, luns: readonly number[] | undefined, disks: readonly DataDisk[]): string[] {
  const attached = disks.map(({ lun }) => lun);
  if (luns === undefined || !isLiteral(luns) || attached.includes(undefined)) return [];
  return luns
    .filter((lun) => isLiteral(lun) && !attached.includes(lun))
    .map(
      (lun) =>
        `${path} should name LUNs at which the stack attaches a disk, ${attached.join(", ")}, got ${lun}; ` +
        "name disks that the VM has, unless this one comes from its image or is attached elsewhere",
    );
}

function countProblems(backedUp: readonly DataDisk[]): string[] {
  if (backedUp.length <= MAX_DISKS_PER_VM) return [];
  const rule = { allowed: `at most ${MAX_DISKS_PER_VM} disks`, remedy: "leave disks out with excludeDiskLuns" };
  return [problem("what is backed up of the VM", backedUp.length, rule)];
}

function typeProblems({ lun, storageType = "", maxShares = 1 }: DataDisk, policyIsStandard: boolean): string[] {
  const problems: string[] = [];
  const kind = ENHANCED_ONLY.get(storageType);
  if (kind !== undefined && policyIsStandard) {
    const rule = { allowed: `Enhanced for ${kind}`, remedy: `give the VM an Enhanced policy, or leave LUN ${String(lun)} out` };
    problems.push(problem("the policy's type", "Standard", rule));
  }
  if (maxShares > 1) {
    const rule = { allowed: "attached to one VM", remedy: `leave LUN ${String(lun)} out with excludeDiskLuns` };
    problems.push(problem(`the disk at LUN ${String(lun)}`, `maxShares ${String(maxShares)}`, rule));
  }
  return problems;
}
