import fs, { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformOutput, TerraformResource, type TerraformStack, TerraformStack as Stack } from "cdktf";
import {
  AzureCloud,
  CredentialMethod,
  InitialBackup,
  type InitialBackupOptions,
  OnFailure,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
  WaitFor,
} from "../../../lib";
import { problemsOf, REQUEST_VARIABLE, settingsSchema } from "../../../lib/contract/request";
import { hookAsset } from "../../../lib/constructs/initial-backup/hook-asset";
import { requestSettings } from "../../../lib/constructs/initial-backup/request-settings";
import { itemId, POLICY_ID, SUBSCRIPTION, unknownNumber, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, synthesized, testStack } from "../../support/synth";

const OPTIONS: InitialBackupOptions = { retention: RecoveryPointRetention.days(60) };

function existing(stack: TerraformStack, names = ["vm-web"], vaultId = VAULT_ID, id = "Existing") {
  const vault = RecoveryServicesVault.fromVaultId(stack, `${id}Vault`, vaultId);
  const protectedItemIds = names.map((name) => itemId(name, vaultId));
  return ProtectedVms.fromProtectedItemIds(stack, id, { vault, protectedItemIds });
}

function declared(stack: TerraformStack, vms: Record<string, SourceVm> = { web: SourceVm.fromId(vmId("vm-web")) }) {
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const policy = VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID);
  return new ProtectedVms(stack, "Vms", { vault, policy, vms });
}

function refusalOf(options: Partial<InitialBackupOptions>): string {
  const stack = testStack();
  const protectedVms = [existing(stack)];
  return refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, ...options, protectedVms }));
}

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

test("writes every setting into the request", () => {
  const options: InitialBackupOptions = {
    retention: RecoveryPointRetention.until("2027-01-31"),
    waitFor: WaitFor.COMPLETED,
    timeoutMinutes: 600,
    concurrency: 8,
    onFailure: OnFailure.WARN,
    skipIfScheduledWithinMinutes: 90,
    credential: {
      tenantId: "contoso.onmicrosoft.com",
      clientId: SUBSCRIPTION,
      method: CredentialMethod.OIDC,
      cloud: AzureCloud.CHINA,
      metadataHost: "management.local:8443",
    },
  };
  expect(requestSettings(options)).toEqual({
    version: 1,
    retention: { until: "2027-01-31" },
    waitFor: "completed",
    timeoutMinutes: 600,
    concurrency: 8,
    onFailure: "warn",
    skipIfScheduledWithinMinutes: 90,
    credential: {
      tenantId: "contoso.onmicrosoft.com",
      clientId: SUBSCRIPTION,
      method: "oidc",
      environment: "china",
      metadataHost: "management.local:8443",
    },
  });
  expect(problemsOf(settingsSchema, requestSettings(options))).toEqual([]);
});

test("has only choices that the program knows", () => {
  const requests: InitialBackupOptions[] = [
    ...Object.values(WaitFor).map((waitFor) => ({ ...OPTIONS, waitFor })),
    ...Object.values(OnFailure).map((onFailure) => ({ ...OPTIONS, onFailure })),
    ...Object.values(CredentialMethod).map((method) => ({ ...OPTIONS, credential: { method } })),
    ...Object.values(AzureCloud).map((cloud) => ({ ...OPTIONS, credential: { cloud } })),
  ];
  expect(requests.flatMap((options) => problemsOf(settingsSchema, requestSettings(options)))).toEqual([]);
});

test.each([
  [WaitFor.ACCEPTED, 120],
  [WaitFor.SNAPSHOT, 120],
  [WaitFor.COMPLETED, 1_440],
])("with waitFor %s, the default time-out is %p minutes", (waitFor, minutes) => {
  expect(requestSettings({ ...OPTIONS, waitFor }).timeoutMinutes).toBe(minutes);
  expect(requestSettings({ ...OPTIONS, waitFor, timeoutMinutes: 7 }).timeoutMinutes).toBe(7);
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

test("with an output, writes the request into the output, and runs nothing", () => {
  const stack = testStack();
  const backup = new InitialBackup(stack, "Backup", {
    ...OPTIONS,
    outputName: "initial_backup",
    protectedVms: [existing(stack)],
  });
  const { json } = synth(stack);
  expect(json.resource).toBeUndefined();
  expect(json.output).toEqual({
    initial_backup: {
      description: "What azure-vm-backup is asked to do",
      value: {
        version: 1,
        retention: { days: 60 },
        waitFor: "snapshot",
        timeoutMinutes: 120,
        concurrency: 4,
        onFailure: "fail",
        vaultId: VAULT_ID,
        protectedItemIds: `\${sort(["${itemId("vm-web")}"])}`,
      },
    },
  });
  expect(backup.resource).toBeUndefined();
});

test("passes dependsOn to the resource", () => {
  const stack = testStack();
  const grant = new TerraformResource(stack, "grant", { terraformResourceType: "azurerm_role_assignment" });
  new InitialBackup(stack, "Backup", { ...OPTIONS, dependsOn: [grant], protectedVms: [existing(stack)] });
  expect(synth(stack).only("terraform_data", "Backup").depends_on).toEqual(["azurerm_role_assignment.grant"]);
});

test.each([0, 1.5, -1])("timeoutMinutes and concurrency of %p are refused, in one error", (value) => {
  expect(refusalOf({ timeoutMinutes: value, concurrency: value })).toBe(
    "InitialBackup 'stack/Backup': 2 problems\n" +
      `  - timeoutMinutes must be a whole number of minutes of at least 1, got ${value}; raise it or leave it out\n` +
      `  - concurrency must be a whole number of backups of at least 1, got ${value}; raise it or leave it out`,
  );
});

test.each([
  [
    { waitFor: "vault" as unknown as WaitFor },
    "waitFor must be one of accepted, snapshot, completed, got 'vault'; use a member of WaitFor",
  ],
  [{ onFailure: "retry" as unknown as OnFailure }, "onFailure must be one of fail, warn, got 'retry'; use a member of OnFailure"],
  [
    { credential: { cloud: "germany" as unknown as AzureCloud } },
    "credential.cloud must be one of public, usgovernment, china, got 'germany'",
  ],
  [
    { credential: { method: "password" as unknown as CredentialMethod } },
    "credential.method must be one of clientCertificate, clientSecret,",
  ],
  [
    { retention: { days: 5 } as unknown as RecoveryPointRetention },
    'retention must be a RecoveryPointRetention, got {"days":5}; use RecoveryPointRetention.days(days)',
  ],
  [{ skipIfScheduledWithinMinutes: 0 }, "skipIfScheduledWithinMinutes must be a whole number of minutes of at least 1, got 0"],
  [{ outputName: "1st" }, "outputName must be letters, digits, '_' and '-', not starting with a digit or '-', got '1st'; rename"],
  [{ outputName: "${var.x}" }, "outputName must be known while the stack is synthesized"],
  [{ credential: { tenantId: "not a tenant" } }, "credential.tenantId must be the tenant's GUID, or one of its domains, got"],
  [{ credential: { clientId: "app" } }, "credential.clientId must be a GUID, such as"],
  [{ credential: { subscriptionId: "prod" } }, "credential.subscriptionId must be a GUID, such as"],
  [{ credential: { metadataHost: "https://x" } }, "credential.metadataHost must be a host, with its port if that is not 443"],
  [{ credential: { metadataHost: "x:port" } }, "credential.metadataHost must be a host, with its port if that is not 443"],
  [{ credential: "app" as never }, "credential must be"],
  [{ runInDeployment: false }, "outputName must be set if runInDeployment is false, got nothing; name the output"],
  [{ runInDeployment: "no" as never }, "runInDeployment must be true or false"],
])("throws for %j", (options, message) => {
  const text = refusalOf(options);
  expect(text).toContain(`InitialBackup 'stack/Backup': ${message}`);
  expect(text).toMatchSnapshot();
});

test("throws about a setting of a credential that could be a secret, without its value", () => {
  const text = refusalOf({ credential: { clientSecret: "pa55word" } as never });
  expect(text).toBe(
    "InitialBackup 'stack/Backup': credential.clientSecret must be left out, because no setting has this name and the state would store " +
      "its value, got one; set a secret by its ARM_* variable, such as ARM_CLIENT_SECRET, where Terraform runs",
  );
});

test("throws if protectedVms is no list, or has something else", () => {
  const build = (protectedVms: unknown) => () =>
    new InitialBackup(testStack(), "Backup", { ...OPTIONS, protectedVms: protectedVms as never });
  expect(refusal(build("vms"))).toBe(
    "InitialBackup 'stack/Backup': protectedVms must be a list of ProtectedVms, declared or referred to, got 'vms'; put the values in brackets",
  );
  expect(refusal(build([itemId("vm-web")]))).toBe(
    `InitialBackup 'stack/Backup': protectedVms must be ProtectedVms, declared or referred to, got '${itemId("vm-web")}'; ` +
      'use ProtectedVms.fromProtectedItemIds(this, "Vms", { vault, protectedItemIds })',
  );
});

test("with an output, runs the program too if runInDeployment is true", () => {
  const stack = testStack();
  const options = { ...OPTIONS, outputName: "request", runInDeployment: true };
  const backup = new InitialBackup(stack, "Backup", { ...options, protectedVms: [existing(stack)] });
  const { json } = synth(stack);
  expect(Object.keys(json.output ?? {})).toEqual(["request"]);
  expect(Object.keys(json.resource ?? {})).toEqual(["terraform_data"]);
  expect(backup.address).toMatch(/^terraform_data\.Backup_\w+$/);
});

test("the deployment fails if two outputs of the stack have the same name, in any order", () => {
  const stack = testStack();
  new TerraformOutput(stack, "request", { value: 1, staticId: true });
  const parts = { ...OPTIONS, outputName: "request", protectedVms: [existing(stack)] };
  new InitialBackup(stack, "Backup", parts);
  expect(refusal(() => synth(stack))).toContain(
    "outputName must be unique in the stack, got 'request', which 'stack/request' has too; rename one of the two outputs",
  );
  const other = testStack();
  new InitialBackup(other, "Backup", { ...parts, protectedVms: [existing(other)] });
  new TerraformOutput(other, "other", { value: 1, staticId: true });
  expect(() => synth(other)).not.toThrow();
});

test("throws if there is no VM", () => {
  expect(refusal(() => new InitialBackup(testStack(), "Backup", { ...OPTIONS, protectedVms: [] }))).toBe(
    "InitialBackup 'stack/Backup': protectedVms must be at least one construct, got []; name the protected VMs",
  );
});

test("throws if the VMs are of two vaults", () => {
  const stack = testStack();
  const protectedVms = [existing(stack), existing(stack, ["vm-db"], `${VAULT_ID}2`, "Other")];
  expect(refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms }))).toBe(
    `InitialBackup 'stack/Backup': protectedVms must be of one vault, got ${VAULT_ID}2 for 'stack/Other' beside ${VAULT_ID}; make an InitialBackup for each vault`,
  );
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

test("throws one sentence if the bundle is missing", () => {
  const exists = fs.existsSync;
  const spy = jest
    .spyOn(fs, "existsSync")
    .mockImplementation((path) => !String(path).endsWith("azure-vm-backup.cjs") && exists(path));
  const message = refusalOf({});
  spy.mockRestore();
  expect(message).toMatch(
    /^InitialBackup 'stack\/Backup': the program .+ must be in the package .+, got no file bundle\/azure-vm-backup\.cjs .+; install/,
  );
  expect(message).toContain("run 'npm run build' in the package's sources");
});

test.each(["the working directory", "the script that node runs"])("finds the program in node_modules above %s", (place) => {
  const folder = mkdtempSync(join(tmpdir(), "bundled-app-"));
  const app = join(folder, "app", "dist");
  const program = join(folder, "node_modules", "cdktf-azure-vm-backup", "bundle", "azure-vm-backup.cjs");
  const isWorking = place === "the working directory";
  const stack = testStack();
  const spies = [
    jest.spyOn(fs, "existsSync").mockImplementation((path) => path === program),
    jest.spyOn(process, "cwd").mockReturnValue(isWorking ? app : tmpdir()),
  ];
  const [, script] = process.argv;
  if (!isWorking) process.argv[1] = join(app, "main.js");
  try {
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, "");
    const { path } = hookAsset(stack, "Hook");
    expect(path).toMatch(/\/bundle\/azure-vm-backup\.cjs$/);
  } finally {
    process.argv[1] = String(script);
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true });
  }
});

test("copies the program into the stack, at a path without a hash of its content", () => {
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
