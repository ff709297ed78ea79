import { TerraformResource } from "cdktf";
import {
  InitialBackup,
  type InitialBackupOptions,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  SourceVm,
  WaitFor,
} from "../../../lib";
import { REQUEST_VARIABLE } from "../../../lib/contract/request";
import { itemId, unknownNumber, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, synthesized, testStack } from "../../support/synth";
import { declared, existing, OPTIONS } from "./support";

test("runs a program by node if the set of VMs changes, with its request in the environment", () => {
  const stack = testStack();
  new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [declared(stack)] });
  const items = "sort(local.Vms_ItemIds_FC5449CB)";
  const request =
    '{"version" = 1, "retention" = {"days" = 60}, "waitFor" = "snapshot", "timeoutMinutes" = 120, "concurrency" = 4, ' +
    `"onFailure" = "fail", "vaultId" = "${VAULT_ID}", "protectedItemIds" = ${items}}`;
  expect(synth(stack).only("terraform_data", "Backup")).toEqual({
    triggers_replace: `\${${items}}`,
    depends_on: ["terraform_data.Vms_SameVmCheck_D83C92DB"],
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

test("does not run again if a setting changes", () => {
  const triggers = (names: string[], options: Partial<InitialBackupOptions>) =>
    synthesized((stack) => {
      new InitialBackup(stack, "Backup", { ...OPTIONS, ...options, protectedVms: [existing(stack, names)] });
    }).only("terraform_data", "Backup").triggers_replace;
  const before = triggers(["vm-a", "vm-b"], {});
  const everythingElse = { retention: RecoveryPointRetention.days(90), waitFor: WaitFor.COMPLETED, concurrency: 1 };
  expect(triggers(["vm-a", "vm-b"], everythingElse)).toEqual(before);
  expect(before).toBe(`\${sort(["${itemId("vm-a")}", "${itemId("vm-b")}"])}`);
});

test("joins the VMs of several constructs", () => {
  const stack = testStack();
  new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [declared(stack), existing(stack, ["vm-old"])] });
  expect(synth(stack).only("terraform_data", "Backup").triggers_replace).toBe(
    `\${sort(concat(local.Vms_ItemIds_FC5449CB, ["${itemId("vm-old")}"]))}`,
  );
});

test("joins ids that are templates", () => {
  const stack = testStack();
  const { vault } = existing(stack);
  const items = (id: string, name: string) =>
    ProtectedVms.fromProtectedItemIds(stack, id, { vault, protectedItemIds: [`\${var.${name}}`] });
  new InitialBackup(stack, "Backup", {
    ...OPTIONS,
    protectedVms: [items("One", "one"), items("Two", "two"), items("Three", "three")],
  });
  expect(synth(stack).only("terraform_data", "Backup").triggers_replace).toBe(
    "${sort(concat([var.one], [var.two], [var.three]))}",
  );
});

describe("VMs that are stopped or suspended", () => {
  const stopped = SourceVm.fromId(vmId("vm-old"), { protectionState: ProtectionState.STOPPED });

  test("are not in the request, and do not run it again", () => {
    const stack = testStack();
    const many = declared(stack, { web: SourceVm.fromId(vmId("vm-web")), old: stopped });
    const vm = SourceVm.fromId(vmId("vm-older"), { protectionState: ProtectionState.SUSPENDED });
    const one = new ProtectedVm(stack, "Old", { vault: many.vault, policy: many.policy, vm });
    new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [many, one] });
    const { triggers_replace: triggers } = synth(stack).only("terraform_data", "Backup");
    expect(triggers).toBe("${sort(concat(local.Vms_ActiveItemIds_4E61EB42, []))}");
  });

  test("throw if there are no others", () => {
    const stack = testStack();
    const protectedVms = [declared(stack, { old: stopped })];
    expect(refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms }))).toBe(
      "InitialBackup 'stack/Backup': protectedVms must be at least one VM that is backed up, got 'stack/Vms'; leave out VMs that are stopped or suspended",
    );
  });
});

test("passes dependsOn to the resource", () => {
  const stack = testStack();
  const grant = new TerraformResource(stack, "grant", { terraformResourceType: "azurerm_role_assignment" });
  new InitialBackup(stack, "Backup", { ...OPTIONS, dependsOn: [grant], protectedVms: [existing(stack)] });
  expect(synth(stack).only("terraform_data", "Backup").depends_on).toEqual(["azurerm_role_assignment.grant"]);
});

test("accepts VMs of one vault whose id is in two cases", () => {
  const stack = testStack();
  const protectedVms = [existing(stack), existing(stack, ["vm-db"], VAULT_ID.replace("rg-app", "RG-APP"), "Other")];
  expect(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms })).not.toThrow();
});

test("accepts values that only the deployment knows", () => {
  const stack = testStack();
  const unknown = {
    retention: RecoveryPointRetention.until(unknownText(stack, "until")),
    timeoutMinutes: unknownNumber(stack, "minutes"),
    concurrency: unknownNumber(stack, "concurrency"),
    skipIfScheduledWithinMinutes: unknownNumber(stack, "near"),
    credential: { tenantId: unknownText(stack, "tenant"), clientId: unknownText(stack, "client") },
  };
  new InitialBackup(stack, "Backup", { ...unknown, protectedVms: [existing(stack)] });
  expect(JSON.stringify(synth(stack).only("terraform_data", "Backup"))).toContain('\\"until\\" = var.until');
});

test("asks for another retention of some items", () => {
  const stack = testStack();
  const exception = { retention: RecoveryPointRetention.days(365), itemIds: "${local.audited}" };
  const retention = RecoveryPointRetention.until("2027-12-31")._except([exception]);
  new InitialBackup(stack, "Backup", { retention, outputName: "request", protectedVms: [existing(stack)] });
  expect(synth(stack).json.output?.["request"]?.["value"]).toMatchObject({
    retention: { until: "2027-12-31" },
    retentions: [{ retention: { days: 365 }, protectedItemIds: "${local.audited}" }],
  });
});
