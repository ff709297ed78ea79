import {
  DEFAULT_DRILL_CONCURRENCY,
  DEFAULT_DRILL_MAX_VMS,
  DEFAULT_DRILL_POINT,
  DEFAULT_DRILL_RESTORES,
  DEFAULT_DRILL_TIMEOUT_MINUTES,
} from "../../../contract/drill-defaults";
import type { DrillRequest } from "../../../contract/drill-request";
import { ExitCode } from "../../../contract/exit-code";
import type { OnFailure } from "../../backup-now/outcome";
import type { DrillOptions } from "../../drill/drill-options";
import { splitCommand } from "../../drill/split-command";
import { requireDrawStart } from "../../drill/turn";
import { verifyBy } from "../../drill/verify-command";
import { HookError } from "../../hook-error";
import type { OutputFormat } from "../common-options";
import type { VaultFlags } from "../vault-options";

export interface DrillFlags extends VaultFlags {
  readonly vm?: readonly string[];
  readonly tag?: { readonly name: string; readonly value?: string };
  readonly sample?: number;
  readonly draw?: string;
  readonly maxVms?: number;
  readonly point?: "latest" | "latest-vaulted";
  readonly to?: "disks" | "vm";
  readonly scratchGroup?: string;
  readonly stagingAccount?: string;
  readonly subnet?: string;
  readonly objective?: number;
  readonly pointAge?: number;
  readonly verify?: string;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly onFailure?: OnFailure;
  readonly plan?: true;
  readonly clean?: true;
  readonly output?: OutputFormat;
  readonly reportJson?: string;
  readonly reportJunit?: string;
  readonly reportMarkdown?: string;
  readonly reportHtml?: string;
}

/**
 * The options of a drill: the flags, else the request, else the defaults.
 * @throws HookError if something is missing, or flags contradict each other
 */
export function drillOptions(
  flags: DrillFlags,
  vaultId: string,
  request: Partial<DrillRequest>,
  env: NodeJS.ProcessEnv,
): DrillOptions {
  const problem = contradiction(flags);
  if (problem !== undefined) throw new HookError(ExitCode.badInput, problem);
  const restores = flags.to ?? request.restores ?? DEFAULT_DRILL_RESTORES;
  const subnet = flags.subnet ?? (restores === "vm" ? request.subnetId : undefined);
  const scratchGroup = flags.scratchGroup ?? request.scratchGroupId;
  if (scratchGroup === undefined) throw missing("--scratch-group", "got none; add a resource group that only drills use");
  if (restores === "vm" && subnet === undefined && !flags.clean)
    throw missing("--subnet", "since a VM is restored, got none; add the id of an isolated subnet, or use --to disks");
  const sample = flags.sample ?? request.sample;
  if (flags.draw !== undefined && sample === undefined)
    throw new HookError(ExitCode.badInput, `--draw needs --sample, got '${flags.draw}' alone; add --sample`);
  return {
    ...{ vaultId, restores, scratchGroup, sample, subnetId: subnet },
    vms: flags.vm ?? request.protectedItemIds,
    tag: flags.tag ?? request.tag,
    draw: flags.draw === undefined ? undefined : requireDrawStart(flags.draw),
    point: flags.point ?? request.point ?? DEFAULT_DRILL_POINT,
    stagingAccount: flags.stagingAccount ?? request.stagingAccountId,
    objectiveMinutes: flags.objective ?? request.objectiveMinutes,
    pointAgeHours: flags.pointAge === undefined ? request.pointAgeHours : flags.pointAge / 60,
    maxVms: flags.maxVms ?? request.maxVms ?? Math.max(DEFAULT_DRILL_MAX_VMS, sample ?? 0),
    concurrency: flags.concurrency ?? request.concurrency ?? DEFAULT_DRILL_CONCURRENCY,
    timeoutMinutes: flags.timeout ?? request.timeoutMinutes ?? DEFAULT_DRILL_TIMEOUT_MINUTES,
    verify: flags.verify === undefined ? undefined : verifyBy(splitCommand(flags.verify), env),
  };
}

function contradiction({ to, subnet, output, plan }: DrillFlags): string | undefined {
  if (to === "disks" && subnet !== undefined) return "--subnet is for --to vm, got it with --to disks; leave it out";
  if (output === "json" && !plan) return "--output json is for --plan, got it alone; add --plan, or use --report-json";
  return undefined;
}

function missing(flag: string, rest: string): HookError {
  return new HookError(ExitCode.badInput, `${flag} is needed, ${rest}`);
}
