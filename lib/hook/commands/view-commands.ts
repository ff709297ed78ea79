import { type Command, Option } from "commander";
import { JOB_OPERATIONS, JOB_STATUSES } from "./jobs/job-words";
import { type PointInTime, pointInTime, someOf } from "./argument-types";
import type { Commands } from "./commands";
import { type OutputFormat, withExamples, withOutput, withVms } from "./common-options";
import { type VaultFlags, vaultReference, withVault } from "./vault-options";

interface ViewFlags extends VaultFlags {
  readonly vm?: readonly string[];
  readonly output: OutputFormat;
}

interface JobsFlags extends ViewFlags {
  readonly status?: readonly string[];
  readonly operation?: readonly string[];
  readonly since: PointInTime;
  readonly until?: PointInTime;
  readonly watch?: true;
}

const DAY_MS = 86_400_000;

/** The commands that look and change nothing. */
export function addViews(program: Command, commands: Commands): void {
  addJobs(program, commands);
  const status = withView(
    program
      .command("status")
      .description("show every VM of the vault: protection, last backup, last recovery point, policy, next scheduled backup"),
  ).action(async (vault: string | undefined, flags: ViewFlags) => {
    await commands.status(viewOf(vault, flags));
  });
  withExamples(status, ['status "$VAULT_ID"', "status -g rg-backup -v vault-app --vm vm-web --output json"]);

  const points = withView(
    program.command("recovery-points").description("show what each VM can be restored to: time, tier, expiry and consistency"),
  ).action(async (vault: string | undefined, flags: ViewFlags) => {
    await commands.recoveryPoints(viewOf(vault, flags));
  });
  withExamples(points, [
    'recovery-points "$VAULT_ID" --vm vm-web',
    "recovery-points --from-stack cdktf.out/stacks/backup -o json",
  ]);

  const preflight = withView(
    program
      .command("preflight")
      .description(
        "check, before anything is protected or started: vault, region, permissions, and whether VMs can be protected",
      ),
  ).action(async (vault: string | undefined, flags: ViewFlags) => {
    await commands.preflight(viewOf(vault, flags));
  });
  withExamples(preflight, [
    'preflight "$VAULT_ID" --vm "$VM_ID"',
    "preflight --from-stack cdktf.out/stacks/backup --output json",
  ]);
}

function addJobs(program: Command, commands: Commands): void {
  const jobs = withView(program.command("jobs").description("show the vault's backup jobs, latest first"))
    .addOption(
      new Option("--status <status...>", `only jobs of these statuses: ${JOB_STATUSES.join(", ")}`).argParser(
        someOf(JOB_STATUSES),
      ),
    )
    .addOption(
      new Option("--operation <operation...>", "only jobs of these operations, such as Backup or Restore").argParser(
        someOf(JOB_OPERATIONS),
      ),
    )
    .addOption(
      new Option("--since <time>", "jobs started since: how long ago (90m, 24h, 7d), a day, or an instant")
        .argParser(pointInTime)
        .default({ agoMs: DAY_MS }, "24h"),
    )
    .addOption(new Option("--until <time>", "and until (default: now)").argParser(pointInTime))
    .addOption(new Option("--watch", "go on until none of the jobs runs any more; the exit code is that of the jobs that ended"))
    .action(async (vault: string | undefined, flags: JobsFlags) => {
      const { status: statuses, operation: operations, since, until, watch = false } = flags;
      await commands.jobs({ ...viewOf(vault, flags), statuses, operations, since, until, watch });
    });
  withExamples(jobs, [
    'jobs "$VAULT_ID" --since 7d --status failed',
    'jobs "$VAULT_ID" --operation backup --status inprogress --watch',
    "jobs -g rg-backup -v vault-app --output json",
  ]);
}

function withView(command: Command): Command {
  return withOutput(withVms(withVault(command))).helpOption("--help", "print this help");
}

function viewOf(vault: string | undefined, flags: ViewFlags) {
  return { vault: vaultReference(vault, flags), vms: flags.vm, output: flags.output };
}
