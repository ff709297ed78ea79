import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource, type TerraformStack, TerraformStack as Stack } from "cdktf";
import {
  InitialBackup,
  type InitialBackupOptions,
  OnFailure,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
  WaitFor,
} from "../../lib";
import { REQUEST_VARIABLE } from "../../lib/initial-backup/request";
import { requestSettings } from "../../lib/initial-backup/request-settings";
import { itemId, POLICY_ID, unknownNumber, unknownText, VAULT_ID, vmId } from "../support/azure";
import { refusal, synth, synthesized, testStack } from "../support/synth";

jest.mock("node:fs", () => {
  const actual = jest.requireActual<typeof import("node:fs")>("node:fs");
  return { ...actual, existsSync: jest.fn(actual.existsSync) };
});

const OPTIONS: InitialBackupOptions = { retention: RecoveryPointRetention.days(60) };

function existing(stack: TerraformStack, names = ["vm-web"], vaultId = VAULT_ID, id = "Existing") {
  const vault = RecoveryServicesVault.fromVaultId(stack, `${id}Vault`, vaultId);
  const protectedItemIds = names.map((name) => itemId(name, vaultId));
  return ProtectedVms.fromProtectedItemIds(stack, id, { vault, protectedItemIds });
}

function declared(stack: TerraformStack) {
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
  return new ProtectedVms(stack, "Vms", { vault, policy, vms: { web: SourceVm.fromId(vmId("vm-web")) } });
}

function refusalOf(options: Partial<InitialBackupOptions>): string {
  const stack = testStack();
  const protectedVms = [existing(stack)];
  return refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, ...options, protectedVms }));
}

test("a program is run by node, with its request in the environment, whenever the set of VMs changes", () => {
  const stack = testStack();
  new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [declared(stack)] });
  const items = "sort([ for key, val in azurerm_backup_protected_vm.Vms_B93EF0D8: val.id])";
  const request =
    '{"version" = 1, "retention" = {"days" = 60}, "waitFor" = "snapshot", "timeoutMinutes" = 120, "concurrency" = 4, ' +
    `"onFailure" = "fail", "vaultId" = "${VAULT_ID}", "protectedItemIds" = ${items}}`;
  expect(synth(stack).only("terraform_data")).toEqual({
    triggers_replace: `\${${items}}`,
    provisioner: [
      {
        "local-exec": {
          interpreter: ["node"],
          command: "${path.module}/assets/Backup_Hook_7F64E298/bundle/azure-vm-backup.cjs",
          environment: { [REQUEST_VARIABLE]: `\${base64gzip(jsonencode(${request}))}` },
        },
      },
    ],
  });
});

test("every setting reaches the request", () => {
  const options: InitialBackupOptions = {
    retention: RecoveryPointRetention.until("2027-01-31"),
    waitFor: WaitFor.COMPLETED,
    timeoutMinutes: 600,
    concurrency: 8,
    onFailure: OnFailure.WARN,
  };
  expect(requestSettings(options)).toEqual({
    version: 1,
    retention: { until: "2027-01-31" },
    waitFor: "completed",
    timeoutMinutes: 600,
    concurrency: 8,
    onFailure: "warn",
  });
});

test.each([
  [WaitFor.ACCEPTED, 120],
  [WaitFor.SNAPSHOT, 120],
  [WaitFor.COMPLETED, 1_440],
])("what is %s is followed for %p minutes, unless said otherwise", (waitFor, minutes) => {
  expect(requestSettings({ ...OPTIONS, waitFor }).timeoutMinutes).toBe(minutes);
  expect(requestSettings({ ...OPTIONS, waitFor, timeoutMinutes: 7 }).timeoutMinutes).toBe(7);
});

test("no setting is a reason to run again", () => {
  const triggers = (names: string[], options: Partial<InitialBackupOptions>) =>
    synthesized((stack) => {
      new InitialBackup(stack, "Backup", { ...OPTIONS, ...options, protectedVms: [existing(stack, names)] });
    }).only("terraform_data").triggers_replace;
  const before = triggers(["vm-a", "vm-b"], {});
  const everythingElse = { retention: RecoveryPointRetention.days(90), waitFor: WaitFor.COMPLETED, concurrency: 1 };
  expect(triggers(["vm-a", "vm-b"], everythingElse)).toEqual(before);
  expect(before).toBe(`\${sort(["${itemId("vm-a")}", "${itemId("vm-b")}"])}`);
});

test("VMs of several constructs are one list", () => {
  const stack = testStack();
  new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [declared(stack), existing(stack, ["vm-old"])] });
  expect(synth(stack).only("terraform_data").triggers_replace).toBe(
    `\${sort(concat([ for key, val in azurerm_backup_protected_vm.Vms_B93EF0D8: val.id], ["${itemId("vm-old")}"]))}`,
  );
});

test("dependsOn reaches the resource", () => {
  const stack = testStack();
  const grant = new TerraformResource(stack, "grant", { terraformResourceType: "azurerm_role_assignment" });
  new InitialBackup(stack, "Backup", { ...OPTIONS, dependsOn: [grant], protectedVms: [existing(stack)] });
  expect(synth(stack).only("terraform_data").depends_on).toEqual(["azurerm_role_assignment.grant"]);
});

test.each([0, 1.5, -1])("timeoutMinutes and concurrency of %p are refused, in one error", (value) => {
  expect(refusalOf({ timeoutMinutes: value, concurrency: value })).toBe(
    "InitialBackup 'stack/Backup': 2 problems\n" +
      `  - timeoutMinutes must be a whole number of minutes of at least 1, got ${value}; raise it or leave it out\n` +
      `  - concurrency must be a whole number of backups of at least 1, got ${value}; raise it or leave it out`,
  );
});

test("no VMs are refused", () => {
  expect(refusal(() => new InitialBackup(testStack(), "Backup", { ...OPTIONS, protectedVms: [] }))).toBe(
    "InitialBackup 'stack/Backup': protectedVms must be at least one construct, got []; name the protected VMs",
  );
});

test("VMs of two vaults are refused", () => {
  const stack = testStack();
  const protectedVms = [existing(stack), existing(stack, ["vm-db"], `${VAULT_ID}2`, "Other")];
  expect(refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms }))).toBe(
    `InitialBackup 'stack/Backup': protectedVms must be of one vault, got ${VAULT_ID}2 for 'stack/Other' beside ${VAULT_ID}; make an InitialBackup for each vault`,
  );
});

test("VMs of one vault, spelled in two ways, are taken", () => {
  const stack = testStack();
  const protectedVms = [existing(stack), existing(stack, ["vm-db"], VAULT_ID.replace("rg-app", "RG-APP"), "Other")];
  expect(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms })).not.toThrow();
});

test("what only the deployment knows passes", () => {
  const stack = testStack();
  const unknown = {
    retention: RecoveryPointRetention.until(unknownText(stack, "until")),
    timeoutMinutes: unknownNumber(stack, "minutes"),
    concurrency: unknownNumber(stack, "concurrency"),
  };
  new InitialBackup(stack, "Backup", { ...unknown, protectedVms: [existing(stack)] });
  expect(JSON.stringify(synth(stack).only("terraform_data"))).toContain('\\"until\\" = var.until');
});

test("a missing bundle is one sentence", () => {
  const actual = jest.requireActual<typeof import("node:fs")>("node:fs");
  jest.mocked(existsSync).mockImplementation((path) => !String(path).endsWith("azure-vm-backup.cjs") && actual.existsSync(path));
  const message = refusalOf({});
  jest.mocked(existsSync).mockImplementation(actual.existsSync);
  expect(message).toMatch(
    /^InitialBackup 'stack\/Backup': the program .+ must be at .+azure-vm-backup\.cjs, got no such file; run/,
  );
  expect(message).toContain("run 'npm run build' in the package's sources");
});

test("the program travels with the stack, at a path that does not depend on what is in it", () => {
  const outdir = mkdtempSync(join(tmpdir(), "initial-backup-"));
  try {
    const app = new App({ outdir });
    const stack = new Stack(app, "stack");
    new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [existing(stack)] });
    app.synth();
    expect(existsSync(join(outdir, "stacks/stack/assets/Backup_Hook_7F64E298/bundle/azure-vm-backup.cjs"))).toBe(true);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
