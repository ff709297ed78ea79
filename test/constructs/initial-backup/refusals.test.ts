import type { TerraformStack } from "cdktf";
import {
  AzureCloud,
  CredentialMethod,
  InitialBackup,
  type InitialBackupOptions,
  type InitialBackupProps,
  OnFailure,
  ProtectedVm,
  ProtectionState,
  SourceVm,
  WaitFor,
} from "../../../lib";
import { itemId, SUBSCRIPTION, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack, warnings } from "../../support/synth";
import { declared, existing, OPTIONS } from "./support";

function refusalOf(options: Partial<InitialBackupOptions>): string {
  const stack = testStack();
  const protectedVms = [existing(stack)];
  return refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, ...options, protectedVms }));
}

test.each([0, 1.5, -1])("timeoutMinutes and concurrency of %p are refused, in one error", (value) => {
  expect(refusalOf({ timeoutMinutes: value, concurrency: value })).toBe(
    "InitialBackup 'stack/Backup': 2 problems\n" +
      `  - timeoutMinutes must be a whole number of minutes of at least 1, got ${value}; raise it or leave it out\n` +
      `  - concurrency must be a whole number of backups of at least 1, got ${value}; raise it or leave it out`,
  );
});

test.each<[Partial<InitialBackupOptions>, string]>([
  [{ waitFor: "vault" as never }, "waitFor must be one of accepted, snapshot, completed, got 'vault'; use a member of WaitFor"],
  [{ onFailure: "retry" as never }, "onFailure must be one of fail, warn, got 'retry'; use a member of OnFailure"],
  [
    { credential: { cloud: "germany" as never } },
    "credential.cloud must be one of public, usgovernment, china, got 'germany'; use a member of AzureCloud",
  ],
  [
    { credential: { method: "password" as never } },
    "credential.method must be one of clientCertificate, clientSecret, oidc, managedIdentity, azureCli, default, got 'password'; " +
      "use a member of CredentialMethod",
  ],
  [
    { retention: { days: 5 } as never },
    'retention must be a RecoveryPointRetention, got {"days":5}; ' +
      "use RecoveryPointRetention.days(days) or RecoveryPointRetention.until(lastDay)",
  ],
  [
    { skipIfScheduledWithinMinutes: 0 },
    "skipIfScheduledWithinMinutes must be a whole number of minutes of at least 1, got 0; raise it or leave it out",
  ],
  [
    { outputName: "1st" },
    "outputName must be letters, digits, '_' and '-', not starting with a digit or '-', got '1st'; rename the output",
  ],
  [
    { outputName: "my request" },
    "outputName must be letters, digits, '_' and '-', not starting with a digit or '-', got 'my request'; rename the output",
  ],
  [
    { outputName: "${var.x}" },
    "outputName must be known while the stack is synthesized, got 'a value of the deployment'; write the name out",
  ],
  [
    { credential: { tenantId: "not a tenant" } },
    "credential.tenantId must be the tenant's GUID, or one of its domains, got 'not a tenant'; " +
      "copy it from the Azure portal",
  ],
  [
    { credential: { clientId: "app" } },
    "credential.clientId must be a GUID, such as '00000000-0000-0000-0000-000000000000', got 'app'; " +
      "copy it from the Azure portal",
  ],
  [
    { credential: { subscriptionId: "prod" } },
    "credential.subscriptionId must be a GUID, such as '00000000-0000-0000-0000-000000000000', got 'prod'; " +
      "copy it from the Azure portal",
  ],
  [
    { credential: { metadataHost: "https://x" } },
    "credential.metadataHost must be a host, with its port if that is not 443, such as 'management.local:8443', got 'https://x'; " +
      "leave out the scheme and the path",
  ],
  [
    { credential: { metadataHost: "x:port" } },
    "credential.metadataHost must be a host, with its port if that is not 443, such as 'management.local:8443', got 'x:port'; " +
      "leave out the scheme and the path",
  ],
  [
    { credential: "app" as never },
    `credential must be an object such as { clientId: "…" }, got 'app'; write it in braces, or leave it out`,
  ],
  [
    { runInDeployment: false },
    "outputName must be set if runInDeployment is false, got nothing; name the output, or leave runInDeployment out",
  ],
  [{ runInDeployment: "no" as never }, "runInDeployment must be true or false, got 'no'; set one of them, or leave it out"],
])("throws for %j", (options, message) => {
  expect(refusalOf(options)).toBe(`InitialBackup 'stack/Backup': ${message}`);
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

test("names all constructs whose VMs are stopped", () => {
  const stack = testStack();
  const stopped = (name: string) => SourceVm.fromId(vmId(name), { protectionState: ProtectionState.STOPPED });
  const many = declared(stack, { old: stopped("vm-old") });
  const one = new ProtectedVm(stack, "Old", { vault: many.vault, policy: many.policy, vm: stopped("vm-older") });
  expect(refusal(() => new InitialBackup(stack, "Backup", { ...OPTIONS, protectedVms: [many, one] }))).toBe(
    "InitialBackup 'stack/Backup': protectedVms must be at least one VM that is backed up, got 'stack/Vms' and 'stack/Old'; " +
      "leave out VMs that are stopped or suspended",
  );
});

test("throws if it is given no options, and shows some", () => {
  expect(refusal(() => new InitialBackup(testStack(), "Backup", null as never))).toBe(
    "InitialBackup 'stack/Backup': props must be an object such as { protectedVms, retention }, got null; write the options in braces",
  );
});

describe("option names", () => {
  const full = (stack: TerraformStack): Required<InitialBackupProps> => ({
    ...OPTIONS,
    protectedVms: [existing(stack)],
    waitFor: WaitFor.ACCEPTED,
    timeoutMinutes: 1,
    concurrency: 1,
    onFailure: OnFailure.WARN,
    skipIfScheduledWithinMinutes: 1,
    credential: {
      tenantId: "contoso.onmicrosoft.com",
      clientId: SUBSCRIPTION,
      subscriptionId: SUBSCRIPTION,
      method: CredentialMethod.OIDC,
      cloud: AzureCloud.CHINA,
      metadataHost: "management.local:8443",
    },
    outputName: "request",
    runInDeployment: true,
    dependsOn: [],
  });
  const warningsOf = (change: (options: object) => object) => {
    const stack = testStack();
    new InitialBackup(stack, "Backup", change(full(stack)) as never);
    synth(stack);
    return warnings(stack);
  };

  test.each(Object.keys(full(testStack())))("warns if %s is misspelled", (name) => {
    expect(warningsOf((options) => ({ ...options, [`${name}x`]: 1 }))).toEqual([
      `${name}x must be the name of an option, got one that nothing reads; write ${name} if you mean that option, or remove it`,
    ]);
  });

  test("accepts the host of a metadata endpoint without a port", () => {
    expect(warningsOf((options) => ({ ...options, credential: { metadataHost: "management.local" } }))).toEqual([]);
  });

  test("says nothing of options that exist, or of a name that is like none", () => {
    expect(warningsOf((options) => ({ ...options, somethingElseEntirely: 1 }))).toEqual([]);
  });
});
