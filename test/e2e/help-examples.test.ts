import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import { App, TerraformStack } from "cdktf";
import { RecoveryPointRetention, SourceVm, VmBackup, VmBackupPolicyPreset } from "../../lib";
import { ExitCode } from "../../lib/contract/exit-code";
import { commandLine } from "../../lib/hook/commands/command-line";
import { startTestEmulator } from "../support/emulator";
import { type Ended, run } from "./support/processes";
import { armClientOf, protectVms } from "./support/protected-vms";

/** Every example of `--help` is pasted into a shell, and run against an emulator with the names of the examples. */

const PLANS = resolve(__dirname, "../hook/explain-plan/plans/4.81.0.jsonl");
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const VMS = ["vm-web", "vm-db"];

/** The commands that end with another code than 0 here, too: a backup may have ended before it is cancelled, and there are findings. */
const OTHER_CODES: Readonly<Record<string, readonly ExitCode[]>> = {
  cancel: [ExitCode.done, ExitCode.backupFailed, ExitCode.notFound],
  coverage: [ExitCode.done, ExitCode.completedWithWarnings],
};

/** The commands that wait for Azure, and therefore run as fast as the emulator's clock. */
const WAITING = ["backup-now", "cancel", "restore", "drill"];

interface Example {
  readonly line: string;
  readonly command: string;
}

function examplesOf(name: string): Example[] {
  let printed = "";
  const { program } = commandLine();
  const command = name
    .split(" ")
    .reduce((parent, one) => parent.commands.find((child) => child.name() === one) ?? parent, program);
  command.configureOutput({ writeOut: (text) => (printed += text) });
  command.outputHelp();
  return [...printed.matchAll(/^ {2}(.*\bazure-vm-backup .*)$/gm)].map(([, line = ""]) => ({ line, command: name }));
}

const NAMES = commandLine().program.commands.flatMap((command) =>
  command.commands.length > 0 ? command.commands.map((child) => `${command.name()} ${child.name()}`) : [command.name()],
);
/** The emulator has no examples. A live check asks a person, and has a test of its own. */
const OTHERS = ["emulator", "live-check"];
const EXAMPLES = NAMES.filter((name) => !OTHERS.includes(name)).flatMap(examplesOf);

let folder: string;
let environment: NodeJS.ProcessEnv;

/** A vault with protected VMs, the places of restores and drills, and the files of the examples. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "help-examples-"));
  const emulator = await startTestEmulator({ speed: 600, scheduledBackups: false, startTime: "2026-11-19T08:00:00Z" });
  const account = emulator.environment();
  const groups = `/subscriptions/${account["ARM_SUBSCRIPTION_ID"] ?? ""}/resourceGroups`;
  const network = `${groups}/rg-net/providers/Microsoft.Network/virtualNetworks/vnet`;
  for (const group of ["rg-restored", "rg-drill"]) emulator.addResource({ id: `${groups}/${group}`, location: "westeurope" });
  for (const name of ["strestore", "stdrill"])
    emulator.addResource(`${groups}/rg-staging/providers/Microsoft.Storage/storageAccounts/${name}`);
  emulator.addResource(`${network}/subnets/default`);
  const vmId = (name: string): string => `${groups}/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;
  for (const name of VMS) emulator.addVirtualMachine({ id: vmId(name), location: "westeurope", tags: { env: "prod" } });
  const { vaultId } = await protectVms(emulator, VMS, { vaultName: "vault-app", vmsExist: true });
  const arm = await armClientOf(emulator);
  const managementGroup = "/providers/Microsoft.Management/managementGroups/mg-prod";
  await arm.write("PUT", managementGroup, "2020-05-01", {});
  await arm.write("PUT", `${managementGroup}/subscriptions/${account["ARM_SUBSCRIPTION_ID"] ?? ""}`, "2020-05-01", {});
  environment = {
    ...account,
    PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
    ...{ VAULT_ID: vaultId, VM_ID: vmId("vm-web"), SUBNET_ID: `${network}/subnets/default` },
  };
  writeFiles(vaultId, vmId("vm-web"), groups);
  await paste("azure-vm-backup coverage --write-baseline coverage-baseline.json", "coverage");
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function writeFiles(vaultId: string, vmId: string, groups: string): void {
  const write = (name: string, value: unknown): void => {
    writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
  };
  const { plan } = JSON.parse(readFileSync(PLANS, "utf8").split("\n")[0] ?? "") as { plan: object };
  write("plan.json", plan);
  const drill = {
    ...{ version: 1, vaultId, scratchGroupId: `${groups}/rg-drill`, restores: "disks", point: "latest", onFailure: "fail" },
    ...{ maxVms: 5, concurrency: 2, timeoutMinutes: 600 },
    ...{ stagingAccountId: `${groups}/rg-staging/providers/Microsoft.Storage/storageAccounts/stdrill` },
  };
  write("outputs.json", { backup: { initial_backup: { vaultId }, restore_drill: drill } });
  const inventory = [{ id: vmId, location: "westeurope", tags: {} }];
  write("vms.json", inventory);
  write("vms.csv", `id,location\n${vmId},westeurope\n`);
  write("check.sh", "#!/bin/sh\n");
  mkdirSync(join(folder, "bin"));
  write("bin/terraform", `#!/bin/sh\ncase "$*" in *show*) cat "${join(folder, "plan.json")}";; esac\n`);
  write("bin/azure-vm-backup", `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`);
  for (const program of ["bin/terraform", "bin/azure-vm-backup", "check.sh"]) chmodSync(join(folder, program), 0o755);
  synthesize(vmId);
  cpSync(join(folder, "cdktf.out"), join(folder, "main/cdktf.out"), { recursive: true });
}

/** Writes cdktf.out: the stack `backup` of this library, and the stack `app` of azurerm's resources. */
function synthesize(vmId: string): void {
  const app = new App({ outdir: join(folder, "cdktf.out") });
  const place = { resourceGroupName: "rg-backup", location: "westeurope" };
  const backup = new TerraformStack(app, "backup");
  new AzurermProvider(backup, "azurerm", { features: [{}] });
  new VmBackup(backup, "Backup", {
    vault: { vaultName: "vault-app", ...place },
    policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }),
    vms: { web: SourceVm.fromId(vmId) },
    initialBackup: { retention: RecoveryPointRetention.days(30) },
  });
  const byHand = new TerraformStack(app, "app");
  new AzurermProvider(byHand, "azurerm", { features: [{}] });
  new VaultResource(byHand, "Vault", { name: "vault-app", sku: "Standard", ...place });
  new BackupPolicyVm(byHand, "Policy", {
    ...{ name: "daily", recoveryVaultName: "vault-app", resourceGroupName: "rg-backup" },
    ...{ backup: { frequency: "Daily", time: "22:00" }, retentionDaily: { count: 30 } },
  });
  app.synth();
}

test.each(EXAMPLES.map(({ line, command }) => [line, command] as const))("runs: %s", async (line, command) => {
  const ended = await paste(await withOwnIds(line), command);
  const codes = OTHER_CODES[command] ?? [ExitCode.done];
  expect([ended.output, codes.includes(ended.code as ExitCode)]).toEqual([ended.output, true]);
});

/** Replaces the ids of the examples that are those of nobody: a subscription, and the beginning of the id of a job. */
async function withOwnIds(line: string): Promise<string> {
  const { stdout } = line.includes("--job ") ? await paste('azure-vm-backup jobs "$VAULT_ID" -o json', "jobs") : { stdout: "" };
  const [, job = ""] = /"(?:id|jobId)": "([\da-f]{8})-/.exec(stdout) ?? [];
  return line
    .replace("--job 3b9a4f3e", `--job ${job}`)
    .replace(/--subscription 0{8}-\S+/, '--subscription "$ARM_SUBSCRIPTION_ID"');
}

function paste(line: string, command: string): Promise<Ended> {
  const env = WAITING.includes(command) ? environment : { ...environment, AZURE_VM_BACKUP_TIME_SCALE: "1" };
  return run("bash", ["--norc", "--noprofile", "-o", "pipefail", "-c", line], { cwd: folder, env });
}

test("every command has examples", () => {
  expect([...new Set(EXAMPLES.map(({ command }) => command))]).toEqual(NAMES.filter((name) => !OTHERS.includes(name)));
});
