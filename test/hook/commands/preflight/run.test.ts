import { ExitCode } from "../../../../lib/contract/exit-code";
import { BackupAction, INITIAL_BACKUP_ACTIONS } from "../../../../lib/azure/backup-actions";
import { missingActions } from "../../../../lib/hook/commands/preflight/permissions";
import { type PreflightOptions, runPreflight } from "../../../../lib/hook/commands/preflight/run";
import { itemId, VAULT_ID } from "../../fakes";
import { type Answer, scriptedAzure } from "../../scripted-azure";

const VM = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-new";
const OTHER_VM = VM.replace("/s/", "/s2/");
const item = (vmName: string, properties: object): unknown => ({
  id: itemId(vmName),
  properties: { friendlyName: vmName, ...properties },
});

interface Script {
  readonly vault?: Answer;
  readonly permissions?: Answer;
  readonly vm?: Answer;
  readonly status?: object;
  readonly validation?: object;
}

async function run(script: Script = {}, overrides: Partial<PreflightOptions> = { vms: [VM] }) {
  const {
    vault = { body: { location: "westeurope" } },
    permissions = { body: { value: [{ actions: ["Microsoft.RecoveryServices/Vaults/*"], notActions: [] }] } },
    vm = { body: { location: "West Europe" } },
    status = { protectionStatus: "NotProtected", vaultId: "" },
    validation = { status: "Succeeded" },
  } = script;
  const azure = scriptedAzure(({ path }) => {
    if (path === VAULT_ID) return vault;
    if (path.endsWith("/permissions")) return permissions;
    if (path === VM) return vm;
    if (path.endsWith("/locations/westeurope/backupStatus")) return { body: status };
    if (path.endsWith("/locations/westeurope/backupPreValidateProtection")) return { body: validation };
    const database = item("vm-db", { protectionState: "Protected", virtualMachineId: VM.replace("vm-new", "vm-db") });
    const stopped = item("vm-stop", { protectionState: "ProtectionStopped" });
    if (path.startsWith("/subscriptions/s2/") && path.includes("/virtualMachines/")) return vm;
    return { body: { value: [item("vm-web", { protectionState: "Protected" }), database, stopped] } };
  });
  const code = await runPreflight(
    { vaultId: VAULT_ID, vms: undefined, output: "table", timeoutMinutes: 10, ...overrides },
    azure.context,
  );
  return { ...azure, code };
}

test("everything in order is said, and nothing is changed", async () => {
  const { code, printed, sent } = await run({}, { vms: [VM, "vm-web"] });
  expect(printed).toEqual([
    "ok      vault 'rsv-app' exists in westeurope",
    "ok      the identity may back up the vault's VMs and follow the jobs",
    "ok      VM 'vm-new' is not protected yet, and can be",
    "ok      VM 'vm-web' is protected by this vault: Protected",
  ]);
  expect(code).toBe(ExitCode.done);
  const posts = sent.filter(({ method }) => method === "POST");
  expect(posts.map(({ path }) => path.split("/").at(-1))).toEqual(["backupStatus", "backupPreValidateProtection"]);
  expect(posts[1]?.body).toEqual({ resourceType: "VM", resourceId: VM, vaultId: VAULT_ID, properties: "" });
});

test.each<[string, Script, ExitCode, RegExp]>([
  ["no vault", { vault: { status: 404 } }, ExitCode.notFound, /^problem vault 'rsv-app' does not exist/],
  ["no VM", { vm: { status: 404 } }, ExitCode.backupFailed, /^problem VM 'vm-new' does not exist/],
  [
    "another region",
    { vm: { body: { location: "northeurope" } } },
    ExitCode.backupFailed,
    /^problem VM 'vm-new' is in northeurope and the vault in westeurope; choose a vault/,
  ],
  [
    "another vault",
    { status: { protectionStatus: "Protected", vaultId: `${VAULT_ID}-2` } },
    ExitCode.backupFailed,
    /^problem VM 'vm-new' is protected by another vault, '.*rsv-app-2'; stop its protection there first/,
  ],
  [
    "another vault, in the words of Azure's validation",
    { validation: { status: "Failed", errorCode: "BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault" } },
    ExitCode.backupFailed,
    /^problem VM 'vm-new' cannot be protected: BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault; find that vault with .*check-vm/,
  ],
  [
    "Azure's own validation",
    { validation: { status: "Failed", errorCode: "Nope", errorMessage: "Bad disk.", recommendation: "Use another." } },
    ExitCode.backupFailed,
    /^problem VM 'vm-new' cannot be protected: Nope: Bad disk\.: Use another\.$/,
  ],
  [
    "no role",
    { permissions: { body: { value: [{ actions: ["*/read"], notActions: [] }] } } },
    ExitCode.notAuthorised,
    /^problem the identity may not .*protectedItems\/backup\/action; give it the role 'Backup Operator' on the vault$/,
  ],
])("%s is a problem", async (_, script, exitCode, text) => {
  const { code, printed } = await run(script);
  expect(printed.filter((line) => line.startsWith("problem"))).toEqual([expect.stringMatching(text)]);
  expect(code).toBe(exitCode);
});

test("warns of the needed prop for a VM of another subscription", async () => {
  const { code, printed, sent } = await run({}, { vms: [OTHER_VM] });
  expect(printed.at(-1)).toBe(
    "warning VM 'vm-new' is not protected yet, and can be; it is in subscription s2 and the vault in s, so set crossSubscriptionBackup in the stack",
  );
  expect(code).toBe(ExitCode.done);
  expect(sent.filter(({ method }) => method === "POST").map(({ path }) => path.split("/")[2])).toEqual(["s2", "s2"]);
});

test("reports a VM with the resource group and name of another protected VM", async () => {
  const id = OTHER_VM.replace("vm-new", "vm-db");
  const { code, printed } = await run({}, { vms: [id] });
  expect(printed.at(-1)).toMatch(
    /^problem VM 'vm-db' has the resource group and name of '.subscriptions.s.resourceGroups.rg-app/,
  );
  expect(code).toBe(ExitCode.backupFailed);
});

test("warns if the identity may not read its permissions", async () => {
  const { code, printed } = await run({ permissions: { status: 403, body: { error: { code: "No", message: "No." } } } });
  expect(printed[1]).toMatch(
    /^warning cannot read the permissions of the identity: .*only the first backup will show whether the identity may back up$/,
  );
  expect(code).toBe(ExitCode.done);
});

test("checks the VMs of the vault if no VM is named", async () => {
  const { code, printed } = await run({}, {});
  expect(printed.slice(2)).toEqual([
    "ok      VM 'vm-db' is protected by this vault: Protected",
    expect.stringMatching(/^warning VM 'vm-stop' is protected by this vault: Protection stopped; a backup may be refused/),
    "ok      VM 'vm-web' is protected by this vault: Protected",
  ]);
  expect(code).toBe(ExitCode.done);
});

test("reports a name that the vault does not know, and asks for an id", async () => {
  const { code, printed } = await run({}, { vms: ["vm-x"], output: "json" });
  expect(code).toBe(ExitCode.notFound);
  expect(JSON.parse(printed.join(""))).toContainEqual({
    level: "problem",
    exitCode: ExitCode.notFound,
    text: "VM 'vm-x' is not protected by this vault; to check a VM before its protection, name it by its id",
  });
});

test("actions follow Azure's patterns", () => {
  const backup = BackupAction.backUp;
  const permission = (actions: string[], notActions: string[] = []) => ({ actions, notActions });
  expect(missingActions(INITIAL_BACKUP_ACTIONS, [permission(["*"])])).toEqual([]);
  expect(missingActions(INITIAL_BACKUP_ACTIONS, [permission(["microsoft.recoveryservices/VAULTS/*"])])).toEqual([]);
  expect(missingActions(INITIAL_BACKUP_ACTIONS, [permission(["*/read"])])).toEqual([backup]);
  expect(missingActions(INITIAL_BACKUP_ACTIONS, [permission(["*"], [backup])])).toEqual([backup]);
  expect(missingActions(INITIAL_BACKUP_ACTIONS, [permission(["*"], [backup]), permission([backup])])).toEqual([]);
  expect(missingActions([backup], [])).toEqual([backup]);
});
