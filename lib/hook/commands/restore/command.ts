import { REHYDRATION_DAYS } from "../../../azure/restore-limits";
import { type Command, InvalidArgumentError, Option } from "commander";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import type { PointChoice, RestoreTarget } from "../../restore/restore-options";
import { parseVirtualMachineId, parseVmItemId } from "../../../azure/resource-id";
import { isSameName } from "../../../azure/case-fold";
import { vmNameIn } from "../../../azure/vm-item-name";
import { newVmName, oneVmName, pointInTime, resourceGroup, storageAccount, subnetId, wholeNumber } from "../argument-types";
import { vaultCommand } from "../command-definition";
import { type OutputFormat, type ReportFlags, reportsOf, withOutput, withReports } from "../common-options";
import type { VaultFlags } from "../vault-options";
import type { RestorePlanOptions } from "./plan";

const DEFAULT_TIMEOUT_MINUTES = 1_440;
const DEFAULT_REHYDRATION_DAYS = 15;
const MAX_LUN = 63;

interface RestoreFlags extends VaultFlags, ReportFlags {
  readonly vm: string;
  readonly point: PointChoice;
  readonly to: RestoreTarget;
  readonly targetGroup?: string;
  readonly stagingAccount?: string;
  readonly name?: string;
  readonly subnet?: string;
  readonly zone?: string;
  readonly lun?: readonly number[];
  readonly osDiskOnly?: true;
  readonly secondaryRegion?: true;
  readonly rehydrate?: "standard" | "high";
  readonly rehydrateDays?: number;
  readonly replace?: string;
  readonly again?: true;
  readonly skipValidation?: true;
  readonly plan?: true;
  readonly output: OutputFormat;
  readonly timeout: number;
}

/** The options of `restore`. */
interface RestoreCommandOptions extends RestorePlanOptions {
  /** Whether to show what would be done, and restore nothing. */
  readonly plan: boolean;
}

export const restore = vaultCommand<RestoreFlags, RestoreCommandOptions>({
  name: "restore",
  description:
    "restore a VM from a recovery point: its disks, a new VM, or new disks for the VM itself; follow the job to its end",
  examples: [
    'restore "$VAULT_ID" --vm vm-web --to disks --target-group rg-restored --staging-account strestore --plan',
    'restore "$VAULT_ID" --vm vm-web --to disks --target-group rg-restored --staging-account strestore',
    'restore "$VAULT_ID" --vm vm-web --point latest-vaulted --to vm --target-group rg-restored --name vm-web-2 --subnet "$SUBNET_ID" --staging-account strestore',
    'restore "$VAULT_ID" --vm vm-web --point "before 2026-11-20T10:00:00Z" --to original --replace vm-web --staging-account strestore',
  ],
  declare: (command) => {
    declareWhat(command);
    declareHow(command);
  },
  options: (flags) => {
    const problem = contradiction(flags);
    if (problem !== undefined) throw new HookError(ExitCode.badInput, problem);
    const { rehydrate: priority, rehydrateDays: days = DEFAULT_REHYDRATION_DAYS } = flags;
    return {
      ...{ vm: flags.vm, point: flags.point, to: flags.to, targetGroup: flags.targetGroup, stagingAccount: flags.stagingAccount },
      ...{ name: flags.name, subnetId: flags.subnet, zone: flags.zone, luns: flags.osDiskOnly ? [] : flags.lun },
      secondaryRegion: flags.secondaryRegion ?? false,
      rehydration: priority && { priority, days },
      replace: flags.replace,
      again: flags.again ?? false,
      skipValidation: flags.skipValidation ?? false,
      plan: flags.plan ?? false,
      output: flags.output,
      timeoutMinutes: flags.timeout,
      reports: reportsOf(flags),
    };
  },
  load: async ({ plan }) => (plan ? (await import("./plan.js")).runRestorePlan : (await import("./run.js")).runRestore),
});

function declareWhat(command: Command): void {
  command
    .addOption(
      new Option("--vm <name-or-id>", "the VM, by name, VM id or protected item id").argParser(oneVmName).makeOptionMandatory(),
    )
    .addOption(
      new Option("--point <choice>", 'latest, latest-vaulted, "before <time>" (an instant, a day, or how long ago), or an id')
        .argParser(pointChoice)
        .default({ kind: "latest" }, "latest"),
    )
    .addOption(
      new Option("--to <what>", "what to restore: disks, a new VM, or new disks in place of those of the VM")
        .choices(["disks", "vm", "original"])
        .default("disks"),
    )
    .addOption(
      new Option("--target-group <name-or-id>", "the resource group of the new resources; not with --to original").argParser(
        resourceGroup,
      ),
    )
    .addOption(
      new Option(
        "--staging-account <name-or-id>",
        "the staging account of the restore (default: the only one that Azure accepts)",
      ).argParser(storageAccount),
    )
    .addOption(new Option("--name <name>", "the name of the new VM").argParser(newVmName))
    .addOption(new Option("--subnet <id>", "the subnet of the new VM").argParser(subnetId))
    .addOption(new Option("--zone <zone>", "the availability zone of the new resources").choices(["1", "2", "3"]))
    .addOption(
      new Option("--lun <lun>", "only the OS disk and the data disk of this LUN; can be repeated (default: all)")
        .argParser(luns)
        .conflicts("osDiskOnly"),
    )
    .addOption(new Option("--os-disk-only", "only the OS disk"))
    .addOption(new Option("--secondary-region", "restore in the secondary region of the vault (cross-region restore)"))
    .addOption(
      new Option(
        "--rehydrate <priority>",
        "rehydrate a recovery point in the archive tier: up to 15 hours, or about 1 hour at a higher price",
      ).choices(["standard", "high"]),
    )
    .addOption(
      new Option(
        "--rehydrate-days <days>",
        `days for which it stays rehydrated, 10 to 30 (default: ${DEFAULT_REHYDRATION_DAYS})`,
      ).argParser(rehydrationDays),
    )
    .addOption(new Option("--replace <name>", "the name of the VM, to confirm --to original"));
}

function declareHow(command: Command): void {
  command
    .addOption(new Option("--again", "restore again even if the same restore was completed within the last day"))
    .addOption(new Option("--skip-validation", "start the restore without Azure's validation"))
    .addOption(
      new Option("--plan", "show the recovery point, what would be created, and the problems that Azure finds; restore nothing"),
    )
    .addOption(
      new Option("--timeout <minutes>", "stop following the job after this time")
        .argParser(wholeNumber())
        .default(DEFAULT_TIMEOUT_MINUTES),
    );
  withReports(withOutput(command), "the result of the restore");
}

/** Returns why flags contradict each other; undefined if they do not. */
function contradiction(flags: RestoreFlags): string | undefined {
  const { to, targetGroup, name, subnet, replace, rehydrate, rehydrateDays, output, plan, secondaryRegion, zone } = flags;
  if (output === "json" && !plan) return "--output json needs --plan, got it alone; add --plan, or use --report-json";
  if (rehydrateDays !== undefined && rehydrate === undefined)
    return "--rehydrate-days needs --rehydrate, got it alone; add --rehydrate";
  if (to !== "original" && replace !== undefined) return `--replace needs --to original, got --to ${to}; leave it out`;
  if (to !== "vm") {
    for (const [flag, value] of Object.entries({ name, subnet })) {
      if (value !== undefined) return `--${flag} needs --to vm, got --to ${to}; leave it out`;
    }
  }
  if (to === "original") {
    const unfit = Object.entries({ "target-group": targetGroup, zone, "secondary-region": secondaryRegion });
    for (const [flag, value] of unfit) {
      if (value !== undefined) return `--${flag} cannot be used with --to original, which changes the VM itself; leave it out`;
    }
    const vmName = nameOf(flags.vm);
    if (replace !== undefined && isSameName(replace, vmName)) return undefined;
    return `--to original replaces the disks of '${vmName}' and needs --replace with that name, got ${replace === undefined ? "no --replace" : `--replace '${replace}'`}; add --replace ${vmName}`;
  }
  if (targetGroup === undefined) return `--to ${to} needs --target-group, got none; add the resource group of the new resources`;
  const missing = to === "vm" ? Object.entries({ name, subnet }).find(([, value]) => value === undefined) : undefined;
  return missing && `--to vm needs --${missing[0]}, got none; add it`;
}

/** The name of the VM that `--vm` names by its name, its id or the id of its protected item. */
function nameOf(vm: string): string {
  const item = parseVmItemId(vm);
  return item ? vmNameIn(item.itemName) : (parseVirtualMachineId(vm)?.vmName ?? vm);
}

function pointChoice(text: string): PointChoice {
  const plain = text.trim();
  if (/^latest$/i.test(plain)) return { kind: "latest" };
  if (/^latest-vaulted$/i.test(plain)) return { kind: "latestVaulted" };
  if (/^before$/i.test(plain))
    throw new InvalidArgumentError('put it in quotes with its time, such as "before 2026-11-20T10:00:00Z"');
  const [, before] = /^before[ =:](.+)$/i.exec(plain) ?? [];
  if (before !== undefined) return { kind: "before", point: pointInTime(before.trim()) };
  if (/^[\w-]+$/.test(plain)) return { kind: "id", id: plain };
  throw new InvalidArgumentError('it must be latest, latest-vaulted, "before <time>", or the id of a recovery point');
}

function luns(text: string, before: readonly number[] | undefined): readonly number[] {
  const lun = Number(text);
  if (/^\d+$/.test(text) && lun <= MAX_LUN) return [...(before ?? []), lun];
  throw new InvalidArgumentError(`it must be a LUN, a whole number from 0 to ${MAX_LUN}`);
}

function rehydrationDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= REHYDRATION_DAYS.min && days <= REHYDRATION_DAYS.max) return days;
  throw new InvalidArgumentError("it must be a whole number of days from 10 to 30");
}
