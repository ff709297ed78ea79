import {
  InitialBackup,
  type InitialBackupOptions,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
} from "../../../../lib";
import { itemId, SUBSCRIPTION, unknownNumber, unknownText, VAULT_ID, vmId } from "../../../support/azure";
import { FoundBy, type Rule } from "../../../support/rules";
import { testStack } from "../../../support/synth";
import { protect } from "../support";

const EXIT_2 = "the program would end with exit code 2";

function backup(options: Partial<InitialBackupOptions>, stack = testStack()): InitialBackup {
  return backupOf([VAULT_ID], options, stack);
}

function backupOf(vaultIds: string[], options: Partial<InitialBackupOptions> = {}, stack = testStack()): InitialBackup {
  const protectedVms = vaultIds.map((vaultId, index) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, `Vault${index}`, vaultId);
    const known = vaultId.startsWith("/") ? vaultId : VAULT_ID;
    return ProtectedVms.fromProtectedItemIds(stack, `Items${index}`, { vault, protectedItemIds: [itemId(`vm-${index}`, known)] });
  });
  return new InitialBackup(stack, "Backup", { retention: RecoveryPointRetention.days(60), ...options, protectedVms });
}

function backupOfState(protectionState: ProtectionState, id = vmId("vm-web"), stack = testStack()): InitialBackup {
  const protectedVms = [protect({ web: SourceVm.fromId(id, { protectionState }) }, {}, stack)];
  return new InitialBackup(stack, "Backup", { retention: RecoveryPointRetention.days(60), protectedVms });
}

/** The rules of the initial backup. */
export const initialBackupRules: Rule[] = [
  {
    id: "retention-days",
    rule: "A recovery point of an on-demand backup is kept for 1 to 36,159 days, which is 99 years",
    foundBy: FoundBy.NOBODY,
    evidence: EXIT_2,
    broken: () => RecoveryPointRetention.days(36_160),
    refusal: "days must be a whole number from 1 to 36159 (99 years), got 36160",
    kept: () => RecoveryPointRetention.days(36_159),
    unknown: (stack) => RecoveryPointRetention.days(unknownNumber(stack, "days")),
  },
  {
    id: "retention-day",
    rule: "The last day on which it is kept is one that the calendar has",
    foundBy: FoundBy.NOBODY,
    evidence: EXIT_2,
    broken: () => RecoveryPointRetention.until("2027-02-29"),
    refusal: "lastDay must be a date of the calendar, such as '2027-01-31', got '2027-02-29'",
    kept: () => RecoveryPointRetention.until("2028-02-29"),
    unknown: (stack) => RecoveryPointRetention.until(unknownText(stack, "day")),
  },
  {
    id: "initial-backup-of-one-vault",
    rule: "The VMs of an initial backup are of one vault",
    foundBy: FoundBy.NOBODY,
    evidence: "the program would end with exit code 5, since the vault lacks some of the VMs",
    broken: () => backupOf([VAULT_ID, `${VAULT_ID}2`]),
    refusal: "protectedVms must be of one vault",
    kept: () => backupOf([VAULT_ID, VAULT_ID.replace("vault-app", "VAULT-app")]),
    unknown: (stack) => backupOf([VAULT_ID, unknownText(stack, "vault")], {}, stack),
  },
  {
    id: "initial-backup-of-some-vm",
    rule: "At least one VM of an initial backup is neither stopped nor suspended",
    foundBy: FoundBy.NOBODY,
    evidence: EXIT_2,
    broken: () => backupOfState(ProtectionState.STOPPED),
    refusal: "protectedVms must be at least one VM that is backed up, got 'stack/Vms'",
    kept: () => backupOfState(ProtectionState.PROTECTED),
    unknown: (stack) => backupOfState(ProtectionState.PROTECTED, unknownText(stack, "vm"), stack),
  },
  ...(["timeoutMinutes", "concurrency", "skipIfScheduledWithinMinutes"] as const).map((name): Rule => ({
    id: `${name}-from-1`,
    rule: `\`${name}\` is a whole number from 1`,
    foundBy: FoundBy.NOBODY,
    evidence: EXIT_2,
    broken: () => backup({ [name]: 0 }),
    refusal: `${name} must be a whole number of`,
    kept: () => backup({ [name]: 1 }),
    unknown: (stack) => backup({ [name]: unknownNumber(stack, "number") }, stack),
  })),
  {
    id: "output-name",
    rule: "The name of an output is letters, digits, `_` and `-`, not starting with a digit or `-`",
    foundBy: FoundBy.VALIDATE,
    evidence:
      "`Invalid output name…A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.`",
    broken: () => backup({ outputName: "1st-backup" }),
    refusal: "outputName must be letters, digits, '_' and '-', not starting with a digit or '-', got '1st-backup'",
    kept: () => backup({ outputName: "first-backup_1" }),
    unknown: (stack) =>
      backup({ retention: RecoveryPointRetention.until(unknownText(stack, "day")), outputName: "first" }, stack),
  },
  {
    id: "credential-ids",
    rule: "A client and a subscription are given by GUID",
    foundBy: FoundBy.NOBODY,
    evidence: "the program would end with exit code 6",
    broken: () => backup({ credential: { clientId: "deployer" } }),
    refusal: "credential.clientId must be a GUID, such as",
    kept: () => backup({ credential: { clientId: SUBSCRIPTION, subscriptionId: SUBSCRIPTION } }),
    unknown: (stack) => backup({ credential: { clientId: unknownText(stack, "client") } }, stack),
  },
  {
    id: "credential-tenant",
    rule: "A tenant is given by GUID or by a domain",
    foundBy: FoundBy.NOBODY,
    evidence: "the program would end with exit code 6",
    broken: () => backup({ credential: { tenantId: "my tenant" } }),
    refusal: "credential.tenantId must be the tenant's GUID, or one of its domains, got 'my tenant'",
    kept: () => backup({ credential: { tenantId: "contoso.onmicrosoft.com" } }),
    unknown: (stack) => backup({ credential: { tenantId: unknownText(stack, "tenant") } }, stack),
  },
  {
    id: "metadata-host",
    rule: "A metadata endpoint is given by its host, with a port if that is not 443",
    foundBy: FoundBy.NOBODY,
    evidence: "the program would end with exit code 9",
    broken: () => backup({ credential: { metadataHost: "https://management.local" } }),
    refusal: "credential.metadataHost must be a host, with its port if that is not 443",
    kept: () => backup({ credential: { metadataHost: "management.local:8443" } }),
    unknown: (stack) => backup({ credential: { metadataHost: unknownText(stack, "host") } }, stack),
  },
];
