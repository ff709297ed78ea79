import { INITIAL_BACKUP_ACTIONS } from "../../../azure/backup-actions";
import { parseVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import { ExitCode } from "../../../contract/exit-code";
import type { ArmConnection } from "../../arm/arm-connection";
import { ArmError } from "../../arm/arm-error";
import { forEachConcurrently } from "../../backup-now/concurrency";
import type { Context } from "../../context";
import type { ProtectedItem } from "../../vault/protected-item";
import { VaultClient } from "../../vault/vault-client";
import { byName, vmLabels } from "../../vault/vm-label";
import { namesakeMatcher, VmIndex } from "../../vault/vm-matcher";
import type { ViewOptions } from "../common-options";
import { adviceOf, protectionOf } from "../status/vm-status";
import type { Finding } from "./finding";
import { missingActions, permissionsAt } from "./permissions";
import { protectabilityOf, type VaultPlace } from "./protectability";
import { findingLine } from "./view";

/** A VM that is not protected yet is named by its id. */
export type PreflightOptions = ViewOptions;

const REQUESTS_AT_ONCE = 8;

/** Checks for everything that would fail a deployment or a backup. Changes nothing. */
export async function runPreflight(options: PreflightOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const findings = await findingsOf(options, await context.connect());
  if (options.output === "json") terminal.print(JSON.stringify(findings, undefined, 2));
  else for (const finding of findings) terminal.print(findingLine(finding));
  const codes = findings.flatMap((finding) => (finding.level === "problem" ? [finding.exitCode] : []));
  return [ExitCode.notFound, ExitCode.notAuthorised].find((code) => codes.includes(code)) ?? codes[0] ?? ExitCode.done;
}

async function findingsOf({ vaultId, vms }: PreflightOptions, arm: ArmConnection): Promise<Finding[]> {
  const vaultName = parseVaultId(vaultId)?.vaultName ?? vaultId;
  const vault = new VaultClient(arm, vaultId);
  const location = await vault.getLocation();
  if (location === undefined) {
    const text = `vault '${vaultName}' does not exist; check its subscription, resource group and name`;
    return [{ level: "problem", exitCode: ExitCode.notFound, text }];
  }
  const findings: Finding[] = [
    { level: "ok", text: `vault '${vaultName}' exists in ${location}` },
    await mayBackUp(arm, vaultId),
  ];
  const items = await vault.listProtectedItems();
  const labelOf = vmLabels(items);
  const ofItem = (item: ProtectedItem): Finding => protectedFinding(item, labelOf(item));
  if (vms === undefined) return [...findings, ...[...items].sort(byName).map(ofItem)];
  const index = new VmIndex(items);
  const ofVms: Finding[] = [];
  await forEachConcurrently(vms, REQUESTS_AT_ONCE, async (name) => {
    const [item] = index.named(name);
    const namesakeId = items.find(namesakeMatcher(name))?.vmId;
    ofVms.push(item ? ofItem(item) : await unprotectedFinding(arm, name, { vaultId, location, namesakeId }));
  });
  return [...findings, ...ofVms.sort((a, b) => a.text.localeCompare(b.text))];
}

/** Checks the permissions for a backup. If they cannot be read, the finding is a warning. */
async function mayBackUp(arm: ArmConnection, vaultId: string): Promise<Finding> {
  try {
    const missing = missingActions(INITIAL_BACKUP_ACTIONS, await permissionsAt(arm, vaultId));
    if (missing.length === 0) return { level: "ok", text: "the identity may back up the vault's VMs and follow the jobs" };
    return {
      level: "problem",
      exitCode: ExitCode.notAuthorised,
      text: `the identity may not ${missing.join(", ")}; give it the role 'Backup Operator' on the vault`,
    };
  } catch (error) {
    if (!(error instanceof ArmError) || error.status !== 403) throw error;
    return { level: "warning", text: `${error.message}; only the first backup will show whether the identity may back up` };
  }
}

function protectedFinding(item: ProtectedItem, label: string): Finding {
  const said = `VM '${label}' is protected by this vault: ${protectionOf(item)}`;
  const advice = adviceOf(item);
  if (item.softDeleted || item.classic)
    return { level: "problem", exitCode: ExitCode.backupFailed, text: `VM '${label}' ${advice ?? ""}` };
  if (item.protectionState !== "IRPending" && item.protectionState !== "Protected") {
    return { level: "warning", text: `${said}; a backup may be refused until its protection is resumed` };
  }
  return advice === undefined ? { level: "ok", text: said } : { level: "warning", text: `${said}; ${advice}` };
}

async function unprotectedFinding(arm: ArmConnection, name: string, vault: VaultPlace): Promise<Finding> {
  if (parseVirtualMachineId(name)) return protectabilityOf(arm, name, vault);
  const text = `VM '${name}' is not protected by this vault; to check a VM before its protection, name it by its id`;
  return { level: "problem", exitCode: ExitCode.notFound, text };
}
