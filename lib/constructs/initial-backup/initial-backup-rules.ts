import { GUID } from "../../azure/guid";
import {
  checkKnownList,
  checkMember,
  checkText,
  checkOptionalWholeNumber,
  isLiteral,
  prefixed,
  problem,
} from "../private/problems";
import { checkFlags, checkOptions } from "../private/option-types";
import { checkInstance, isConstructWith } from "../private/instances";
import type { IProtectedVms } from "../protection/protected-vms-props";
import { AzureCloud, CredentialMethod, type InitialBackupCredential } from "./initial-backup-credential";
import { type InitialBackupOptions, OnFailure, WaitFor } from "./initial-backup-options";
import { areDistinctVaults, formatVault } from "../vault/same-vault";
import { RecoveryPointRetention } from "./recovery-point-retention";
import { outputNameProblems } from "./request-output";

/** Returns the problems of the settings of an initial backup. */
export function initialBackupProblems(options: InitialBackupOptions): string[] {
  const atLeastOne = (unit: string) => ({
    allowed: `a whole number of ${unit} of at least 1`,
    remedy: "raise it or leave it out",
  });
  const max = Number.MAX_SAFE_INTEGER;
  return [
    ...checkRetention(options.retention),
    ...checkMember("waitFor", options.waitFor, WaitFor, "WaitFor"),
    ...checkMember("onFailure", options.onFailure, OnFailure, "OnFailure"),
    ...checkOptionalWholeNumber("timeoutMinutes", options.timeoutMinutes, 1, max, atLeastOne("minutes")),
    ...checkOptionalWholeNumber("concurrency", options.concurrency, 1, max, atLeastOne("backups")),
    ...checkOptionalWholeNumber(
      "skipIfScheduledWithinMinutes",
      options.skipIfScheduledWithinMinutes,
      1,
      max,
      atLeastOne("minutes"),
    ),
    ...checkCredential(options.credential),
    ...checkFlags(options, "runInDeployment"),
    ...(options.runInDeployment === false && options.outputName === undefined
      ? ["outputName must be set if runInDeployment is false, got nothing; name the output, or leave runInDeployment out"]
      : []),
    ...outputNameProblems(options.outputName),
  ];
}

function checkRetention(retention: RecoveryPointRetention): string[] {
  const remedy = "use RecoveryPointRetention.days(days) or RecoveryPointRetention.until(lastDay)";
  return checkInstance("retention", retention, RecoveryPointRetention, remedy);
}

/** What is wrong with the settings of a credential. */
export function checkCredential(credential: InitialBackupCredential | undefined): string[] {
  return checkOptions("credential", credential, '{ clientId: "…" }', (given) =>
    prefixed("credential", credentialProblems(given)),
  );
}

function credentialProblems(credential: InitialBackupCredential): string[] {
  const { tenantId, clientId, subscriptionId, metadataHost, method, cloud, ...others } = credential;
  const id = { allowed: "a GUID, such as '00000000-0000-0000-0000-000000000000'", remedy: "copy it from the Azure portal" };
  const host = {
    allowed: "a host, with its port if that is not 443, such as 'management.local:8443'",
    remedy: "leave out the scheme and the path",
  };
  return [
    ...Object.keys(others).map(unknownSettingProblem),
    ...checkMember("method", method, CredentialMethod, "CredentialMethod"),
    ...checkMember("cloud", cloud, AzureCloud, "AzureCloud"),
    ...(clientId === undefined ? [] : checkText("clientId", clientId, GUID, id)),
    ...(subscriptionId === undefined ? [] : checkText("subscriptionId", subscriptionId, GUID, id)),
    // A tenant can also be named by one of its domains.
    ...(tenantId === undefined
      ? []
      : checkText("tenantId", tenantId, /^[-a-zA-Z0-9.]+$/, {
          allowed: "the tenant's GUID, or one of its domains",
          remedy: "copy it from the Azure portal",
        })),
    ...(metadataHost === undefined ? [] : checkText("metadataHost", metadataHost, /^[-a-zA-Z0-9.]+(:\d+)?$/, host)),
  ];
}

/** A cast or JavaScript may pass a secret, which the message does not show. */
function unknownSettingProblem(name: string): string {
  return (
    `${name} must be left out, because no setting has this name and the state would store its value, got one; ` +
    "set a secret by its ARM_* variable, such as ARM_CLIENT_SECRET, where Terraform runs"
  );
}

/** Returns the problems of the VMs of an initial backup. */
export function protectedVmsProblems(protectedVms: readonly IProtectedVms[]): string[] {
  const listProblems = checkKnownList("protectedVms", protectedVms, "ProtectedVms, declared or referred to");
  if (listProblems.length > 0) return listProblems;
  const [first, ...others] = protectedVms;
  if (!first) {
    return [problem("protectedVms", protectedVms, { allowed: "at least one construct", remedy: "name the protected VMs" })];
  }
  const wrong = protectedVms.filter((one) => !isConstructWith(one, "vault", "protectedItemIds", "activeItemIds"));
  if (wrong.length > 0) {
    const remedy = 'use ProtectedVms.fromProtectedItemIds(this, "Vms", { vault, protectedItemIds })';
    return wrong.map((one) => problem("protectedVms", one, { allowed: "ProtectedVms, declared or referred to", remedy }));
  }
  const problems = activityProblems(protectedVms);
  if (problems.length > 0) return problems;
  return others
    .filter(({ vault }) => areDistinctVaults(vault, first.vault))
    .map(
      ({ vault, node }) =>
        `protectedVms must be of one vault, got ${formatVault(vault)} for '${node.path}' beside ${formatVault(first.vault)}; make an InitialBackup for each vault`,
    );
}

/** Returns a problem if no VM is backed up. */
export function activityProblems(protectedVms: readonly IProtectedVms[]): string[] {
  if (protectedVms.some(({ activeItemIds }) => !isLiteral(activeItemIds) || activeItemIds.length > 0)) return [];
  const given = protectedVms.map(({ node }) => `'${node.path}'`).join(" and ");
  return [`protectedVms must be at least one VM that is backed up, got ${given}; leave out VMs that are stopped or suspended`];
}
