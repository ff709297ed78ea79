import { realpathSync, renameSync, statSync } from "node:fs";
import { assign, type Assigned } from "../../../contract/fleet/assign";
import { type AssignmentFile, formatAssignments, parseAssignments } from "../../../contract/fleet/assignment";
import { fleetVms, type InventoryRow } from "../../../contract/fleet/fleet-vm";
import { InventoryError, parseInventory } from "../../../contract/fleet/inventory-file";
import { ExitCode } from "../../../contract/exit-code";
import type { Context } from "../../context";
import { decodedText } from "../../decoded-text";
import { HookError } from "../../hook-error";
import { outgoing } from "../../outgoing/foreign-text";
import { readFileOrPipe, writeFileOrPipe } from "../../text-file";
import { assignedText } from "./view";

export interface AssignFlags {
  readonly inventory: string;
  readonly file: string;
  readonly tier: readonly string[];
  readonly defaultTier?: string;
  readonly tierTag: string;
  readonly location?: readonly string[];
  readonly slots: number;
  readonly centralSubscription?: string;
  readonly deployed?: string;
  readonly check?: boolean;
}

const TIMEOUT_MINUTES = 10;

/** Writes where each VM of an inventory is backed up; a VM that has a line keeps its vault. */
export async function runAssign(flags: AssignFlags, unlimited: Context): Promise<ExitCode> {
  const { signal, terminal } = unlimited.limitedTo(TIMEOUT_MINUTES);
  const { file, tier: tiers, tierTag, defaultTier, location: locations, slots } = flags;
  if (defaultTier !== undefined && !tiers.includes(defaultTier)) {
    throw wrong([`--default-tier must be one of the tiers ${tiers.join(", ")}, got '${defaultTier}'; name it with --tier too`]);
  }
  const rows = inventoryIn(flags.inventory, await textOf(flags.inventory, "--inventory", signal));
  const before = await optionalTextOf(file, "--file", signal);
  const remembered = assignmentsIn(file, "--file", before ?? "");
  const deployed =
    flags.deployed === undefined
      ? undefined
      : assignmentsIn(flags.deployed, "--deployed", await textOf(flags.deployed, "--deployed", signal));
  const { vms, problems } = fleetVms(rows, { tiers, tierTag, defaultTier, locations });
  const result = assign(vms, remembered, { slots, centralSubscriptionId: flags.centralSubscription, deployed });
  if (problems.length + result.problems.length > 0) throw wrong([...problems, ...result.problems]);
  const text = formatAssignments(result.assignments, result.vaults);
  terminal.print(assignedText(result, remembered));
  if (text === before) return ExitCode.done;
  if (flags.check === true) {
    throw wrong([
      `--file must be what the inventory makes it, got '${file}', which would change; run the command without --check`,
    ]);
  }
  await replaceFile(file, text, result);
  return ExitCode.done;
}

function inventoryIn(file: string, text: string): InventoryRow[] {
  try {
    const rows = parseInventory(file, text);
    if (rows.length > 0) return rows;
    throw new InventoryError("must have at least one VM, got none; export it again, since every VM would lose its line");
  } catch (error) {
    if (error instanceof InventoryError) throw wrong([`--inventory '${file}' ${error.message}`]);
    throw error;
  }
}

function assignmentsIn(file: string, flag: string, text: string): AssignmentFile {
  const parsed = parseAssignments(text);
  if (parsed.problems.length > 0) {
    throw wrong(parsed.problems.map((problem) => `${flag} '${file}': ${problem}; restore the line from the history of the file`));
  }
  return parsed;
}

async function textOf(file: string, flag: string, signal: AbortSignal | undefined): Promise<string> {
  const text = await optionalTextOf(file, flag, signal);
  if (text !== undefined) return text;
  throw wrong([`${flag} must name a file that can be read, got '${file}' (ENOENT); check the path`]);
}

/** The text of a file; undefined if there is none yet. */
async function optionalTextOf(file: string, flag: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    return decodedText(await readFileOrPipe(file, signal));
  } catch (error) {
    signal?.throwIfAborted();
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw wrong([`${flag} must name a file that can be read, got '${file}' (${code}); check the path`]);
  }
}

/** Writes the file beside its place first: a write that ends early must not leave half of what the fleet remembers. */
async function replaceFile(file: string, text: string, { assignments }: Assigned): Promise<void> {
  if (outgoing(text) !== text) {
    const changed = assignments.find(({ key }) => outgoing(key) !== key)?.key ?? file;
    throw wrong([
      `the name of a VM must not look like a secret of the environment, got '${changed}'; run the command without that secret`,
    ]);
  }
  try {
    const target = statSync(file, { throwIfNoEntry: false }) ? realpathSync(file) : file;
    await writeFileOrPipe(`${target}.new`, text);
    renameSync(`${target}.new`, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw wrong([`--file must name a file that can be written, got '${file}' (${code}); choose another path`]);
  }
}

function wrong(problems: readonly string[]): HookError {
  const text =
    problems.length === 1
      ? (problems[0] ?? "")
      : `${problems.length} problems\n${problems.map((one) => `  - ${one}`).join("\n")}`;
  return new HookError(ExitCode.badInput, text);
}
