import { parseVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import { forEachConcurrently } from "../../backup-now/concurrency";
import type { AzureAccess } from "../azure-access";
import { ExitCode } from "../../../contract/exit-code";
import type { VaultItem } from "../status/vault-item";
import { listVaultItems } from "../status/vault-items";
import { adviceOf, protectionOf } from "../status/vm-status";
import type { ArmConnection } from "../../arm/arm-connection";
import { ArmError } from "../../arm/arm-error";
import { BACKUP_API_VERSION } from "../../vault/arm-vault-client";
import { keyOf } from "../../vault/vm-name";
import { fieldsOf, textOf } from "../../arm/json";
import type { Finding } from "./finding";
import { BACKUP_ACTIONS, missingActions, permissionsAt } from "./permissions";
import { protectabilityOf } from "./protectability";

/** What `preflight` is asked for. */
export interface PreflightOrder {
  readonly vaultId: string;
  /** VMs that are to be protected or backed up, those that are not protected yet by id. @default - those of the vault */
  readonly vms: readonly string[] | undefined;
  readonly output: "table" | "json";
}

const REQUESTS_AT_ONCE = 8;
const MARKS = { ok: "ok      ", warning: "warning ", problem: "problem " } as const;

/** Looks for everything that a deployment or a backup would fail by, before either; changes nothing. */
export async function runPreflight(order: PreflightOrder, access: AzureAccess): Promise<ExitCode> {
  const { terminal } = access;
  const findings = await findingsOf(order, access);
  if (order.output === "json") terminal.print(JSON.stringify(findings, undefined, 2));
  else for (const { level, text } of findings) terminal.print(`${MARKS[level]}${text}`);
  const codes = findings.flatMap((finding) => (finding.level === "problem" ? [ExitCode[finding.exitCode]] : []));
  return [ExitCode.notFound, ExitCode.notAuthorised].find((code) => codes.includes(code)) ?? codes[0] ?? ExitCode.done;
}

async function findingsOf({ vaultId, vms }: PreflightOrder, { arm }: AzureAccess): Promise<Finding[]> {
  const vaultName = parseVaultId(vaultId)?.vaultName ?? vaultId;
  const vault = await arm.get({
    path: vaultId,
    apiVersion: BACKUP_API_VERSION,
    about: `cannot read vault '${vaultName}'`,
    action: "Microsoft.RecoveryServices/Vaults/read",
  });
  if (!vault) {
    return [
      {
        level: "problem",
        exitCode: "notFound",
        text: `vault '${vaultName}' does not exist; check its subscription, resource group and name`,
      },
    ];
  }
  const location = textOf(fieldsOf(vault)["location"]) ?? "";
  const findings: Finding[] = [
    { level: "ok", text: `vault '${vaultName}' exists in ${location}` },
    await mayBackUp(arm, vaultId),
  ];
  const items = await listVaultItems(arm, vaultId);
  if (vms === undefined) return [...findings, ...items.map(protectedFinding)];
  const ofVms: Finding[] = [];
  await forEachConcurrently(vms, REQUESTS_AT_ONCE, async (name) => {
    const item = items.find(keyOf(name));
    ofVms.push(item ? protectedFinding(item) : await unprotectedFinding(arm, name, { vaultId, location }));
  });
  return [...findings, ...ofVms.sort((a, b) => a.text.localeCompare(b.text))];
}

/** Whether the identity can do what a backup takes; who may not even ask is told so, and is not kept from trying. */
async function mayBackUp(arm: ArmConnection, vaultId: string): Promise<Finding> {
  try {
    const missing = missingActions(BACKUP_ACTIONS, await permissionsAt(arm, vaultId));
    if (missing.length === 0) return { level: "ok", text: "the identity may back up the vault's VMs and follow the jobs" };
    return {
      level: "problem",
      exitCode: "notAuthorised",
      text: `the identity may not ${missing.join(", ")}; give it the role 'Backup Operator' on the vault`,
    };
  } catch (error) {
    if (!(error instanceof ArmError) || error.status !== 403) throw error;
    return { level: "warning", text: `${error.message}; whether it may back up shows at the first backup` };
  }
}

function protectedFinding(item: VaultItem): Finding {
  const said = `VM '${item.vmName}' is protected by this vault: ${protectionOf(item)}`;
  const advice = adviceOf(item);
  if (item.softDeleted || item.classic)
    return { level: "problem", exitCode: "backupFailed", text: `VM '${item.vmName}' ${advice ?? ""}` };
  if (item.protectionState !== "IRPending" && item.protectionState !== "Protected") {
    return { level: "warning", text: `${said}; a backup may be refused until its protection is resumed` };
  }
  return advice === undefined ? { level: "ok", text: said } : { level: "warning", text: `${said}; ${advice}` };
}

async function unprotectedFinding(
  arm: ArmConnection,
  name: string,
  vault: { readonly vaultId: string; readonly location: string },
): Promise<Finding> {
  if (parseVirtualMachineId(name)) return protectabilityOf(arm, name, vault);
  const text = `VM '${name}' is not protected by this vault; to check a VM that is to be protected, name it by its id`;
  return { level: "problem", exitCode: "notFound", text };
}
