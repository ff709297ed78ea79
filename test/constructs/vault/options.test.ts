import {
  AzurePrincipal,
  RecoveryServicesVault,
  ResourceGuard,
  StorageRedundancy,
  VaultAlertProcessingRule,
  VaultDiagnosticSetting,
  VaultEncryption,
  VaultImmutability,
  VaultLock,
  VaultPrivateEndpoint,
  VaultResourceGuardAssociation,
} from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { shownOptions } from "../../support/shown-options";
import { refusal, synth, testStack } from "../../support/synth";
import { SampleContext } from "../undefined/sample-parts";
import { actionGroupId, GUARD_ID, identityId, KEY_ID, OBJECT_ID, SUBNET_ID, WORKSPACE_ID } from "./support";

/** What each function that takes options says if there are none: a user copies the options that it shows. */

const PRINCIPAL = AzurePrincipal.user(OBJECT_ID);
const GRANT = '{ description: "reads backups" }';

type Call = (options: never, context: SampleContext) => unknown;

/** The start of the error, the parameter, the options that it shows, and the call. */
const CALLS: [subject: string, parameter: string, shape: string, call: Call][] = [
  ["VaultImmutability.locked", "options", "{ acknowledgeIrreversible: true }", (options) => VaultImmutability.locked(options)],
  ["StorageRedundancy.geo", "options", "{ crossRegionRestore: true }", (options) => StorageRedundancy.geo(options)],
  [
    "VaultEncryption.byUserAssignedIdentity",
    "options",
    "{ keyId, userAssignedIdentityId }",
    (options) => VaultEncryption.byUserAssignedIdentity(options),
  ],
  [
    "VaultEncryption.bySystemAssignedIdentity",
    "options",
    "{ keyId }",
    (options) => VaultEncryption.bySystemAssignedIdentity(options),
  ],
  [
    "RecoveryServicesVault 'stack/New'",
    "props",
    "{ vaultName, resourceGroupName, location }",
    (props, { stack }) => new RecoveryServicesVault(stack, "New", props),
  ],
  [
    "RecoveryServicesVault.fromVaultAttributes 'stack/Known'",
    "attributes",
    "{ vaultId }",
    (attributes, { stack }) => RecoveryServicesVault.fromVaultAttributes(stack, "Known", attributes),
  ],
  [
    "RecoveryServicesVault.fromLookup 'stack/Found'",
    "options",
    "{ vaultName, resourceGroupName }",
    (options, { stack }) => RecoveryServicesVault.fromLookup(stack, "Found", options),
  ],
  [
    "ResourceGuard 'stack/Guard'",
    "props",
    "{ guardName, resourceGroupName, location }",
    (props, { stack }) => new ResourceGuard(stack, "Guard", props),
  ],
  ["VaultLock 'stack/Lock'", "props", "{ vault }", (props, { stack }) => new VaultLock(stack, "Lock", props)],
  [
    "VaultPrivateEndpoint 'stack/Endpoint'",
    "props",
    "{ vault, subnetId }",
    (props, { stack }) => new VaultPrivateEndpoint(stack, "Endpoint", props),
  ],
  [
    "VaultDiagnosticSetting 'stack/Logs'",
    "props",
    "{ vault, logAnalyticsWorkspaceId }",
    (props, { stack }) => new VaultDiagnosticSetting(stack, "Logs", props),
  ],
  [
    "VaultAlertProcessingRule 'stack/Rule'",
    "props",
    "{ vault, actionGroupIds }",
    (props, { stack }) => new VaultAlertProcessingRule(stack, "Rule", props),
  ],
  [
    "VaultResourceGuardAssociation 'stack/Association'",
    "props",
    "{ vault, resourceGuard }",
    (props, { stack }) => new VaultResourceGuardAssociation(stack, "Association", props),
  ],
  [
    "addLock 'Lock' of the vault 'stack/Existing'",
    "options",
    '{ lockName: "lock" }',
    (options, { vault }) => vault.addLock("Lock", options),
  ],
  [
    "addPrivateEndpoint 'Endpoint' of the vault 'stack/Existing'",
    "options",
    "{ subnetId }",
    (options, { vault }) => vault.addPrivateEndpoint("Endpoint", options),
  ],
  [
    "addDiagnosticSetting 'Logs' of the vault 'stack/Existing'",
    "options",
    "{ logAnalyticsWorkspaceId }",
    (options, { vault }) => vault.addDiagnosticSetting("Logs", options),
  ],
  [
    "addAlertProcessingRule 'Rule' of the vault 'stack/Existing'",
    "options",
    "{ actionGroupIds }",
    (options, { vault }) => vault.addAlertProcessingRule("Rule", options),
  ],
  [
    "addResourceGuardAssociation 'Guard' of the vault 'stack/Existing'",
    "options",
    "{ resourceGuard }",
    (options, { vault }) => vault.addResourceGuardAssociation("Guard", options),
  ],
  ...(["grantBackupReader", "grantBackupOperator", "grantBackupContributor", "grantInitialBackup"] as const).map(
    (method): [string, string, string, Call] => [
      "a grant on 'stack/Existing'",
      "options",
      GRANT,
      (options, { vault }) => vault[method]("Grant", PRINCIPAL, options),
    ],
  ),
];

test.each(CALLS)("%s throws if it is given no options, and shows some: %#", (subject, parameter, shape, call) => {
  expect(refusal(() => call(null as never, new SampleContext(testStack())))).toBe(
    `${subject}: ${parameter} must be an object such as ${shape}, got null; write the options in braces`,
  );
});

test.each(CALLS)("%s accepts the options that its error shows: %#", (_subject, _parameter, shape, call) => {
  const context = new SampleContext(testStack());
  const options = shownOptions(shape, {
    vault: context.vault,
    vaultId: VAULT_ID,
    vaultName: "vault-app",
    guardName: "guard",
    resourceGroupName: "rg-app",
    location: "westeurope",
    keyId: KEY_ID,
    userAssignedIdentityId: identityId("keys"),
    subnetId: SUBNET_ID,
    logAnalyticsWorkspaceId: WORKSPACE_ID,
    actionGroupIds: [actionGroupId("ops")],
    resourceGuard: ResourceGuard.fromResourceGuardId(context.stack, "ExistingGuard", GUARD_ID),
  });
  call(options, context);
  expect(() => synth(context.stack)).not.toThrow();
});
