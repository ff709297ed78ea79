import { BackupAction } from "../../lib/azure/backup-actions";
import { RESTORE_TARGET_ACTION } from "../../lib/azure/drill-actions";
import { caseFold } from "../../lib/azure/case-fold";
import { protect, triggerBackup } from "../emulator/azurerm";
import { type Client, startClient } from "../emulator/client";
import { type DrillEstate, makeDrillEstate } from "./drill/drill-estate";
import { PRINCIPAL, runAsPrincipal } from "./granted-principal";

/** What each command needs in Azure: it is refused nothing with exactly these actions, and without any of them it says which is missing. */
let client: Client;
let estate: DrillEstate;
let running = "";

beforeAll(async () => {
  client = await startClient({ speed: 0, scheduledBackups: false, principals: [PRINCIPAL] });
  estate = await makeDrillEstate({ client });
});

const B = BackupAction;

/** `{vault}` and `{vm}` stand for a vault, and for a VM whose backup is running. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "status {vault}": [B.listItems, B.readPolicy],
  "jobs {vault}": [B.readJobs],
  "recovery-points {vault} --vm vm-web": [B.listItems, B.readRecoveryPoints],
  "cancel {vault} --vm {vm}": [B.readJobs, B.cancelJob],
  "preview {vault}/backupPolicies/DefaultPolicy": [B.readPolicy],
  "backup-now {vault} --plan": [B.listItems, B.readJobs, B.readPolicy],
  "restore {vault} --vm vm-web --to disks --target-group rg-drill --staging-account {staging} --plan": [
    ...[B.readVault, B.listItems, B.readRecoveryPoints, B.readJobs, B.validateRestore, B.readValidation],
    ...["Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Storage/storageAccounts/read"],
  ],
  "restore {vault} --vm vm-web --to disks --target-group rg-drill --staging-account {staging} --again --timeout 600": [
    ...[B.readVault, B.listItems, B.readRecoveryPoints, B.readJobs, B.validateRestore, B.readValidation, B.restore],
    ...["Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Storage/storageAccounts/read"],
    ...[RESTORE_TARGET_ACTION.group, RESTORE_TARGET_ACTION.staging, RESTORE_TARGET_ACTION.source, "Microsoft.Compute/disks/read"],
  ],
  "adopt {vault}": [B.readVault, B.listItems, B.readPolicy, B.readItem],
};

async function run(line: string, actions: readonly string[]): Promise<string> {
  const words = line.replace("{vault}", estate.vault).replace("{vm}", running).replace("{staging}", estate.staging).split(" ");
  return (await runAsPrincipal(client, { scopes: [client.subscription], actions }, words)).text;
}

async function startBackup(line: string): Promise<void> {
  if (!line.includes("{vm}")) return;
  running = `vm-run-${client.emulator.journal.length}`;
  await triggerBackup(client, await protect(client, running));
}

test.each(Object.entries(COMMANDS))("is refused nothing with its actions: %s", async (line, actions) => {
  await startBackup(line);
  expect(await run(line, actions)).not.toMatch(/AuthorizationFailed|lacks the action/);
});

const each = Object.entries(COMMANDS).flatMap(([line, actions]) => actions.map((action) => [line, action, actions] as const));

test.each(each)("%s says that %s is missing", async (line, action, actions) => {
  await startBackup(line);
  const text = await run(
    line,
    actions.filter((one) => one !== action),
  );
  expect(caseFold(text)).toContain(caseFold(`'${action}'`));
});
