import { createHash } from "node:crypto";
import type { IConstruct } from "constructs";
import { caseFold } from "../../azure/case-fold";
import { expression } from "../private/expression";
import { isLiteral } from "../private/problems";
import { defaultTenantName, pathInApp } from "../vault/default-name";
import type { IRecoveryServicesVaultRef } from "../vault/vault-ref";

const HASH_IN_ACCOUNT = 19;
const HASH_IN_GROUP = 8;

/** The default name of a staging account: 24 letters and digits, unique by the subscription, the vault and the drill. */
export function defaultStagingName(drill: IConstruct, vault: IRecoveryServicesVaultRef): string {
  return `drill${hashOf(vault.vaultId, drill, vault, HASH_IN_ACCOUNT)}`;
}

/** The default name of a scratch group. Vaults in two resource groups of a subscription may have the same name. */
export function defaultScratchGroupName(drill: IConstruct, vault: IRecoveryServicesVaultRef): string {
  return `${vault.vaultName}-drill-${hashOf(vault.resourceGroupName, drill, vault, HASH_IN_GROUP)}`;
}

/** The default name of the role of a drill. */
export function defaultDrillRoleName(drill: IConstruct, vault: IRecoveryServicesVaultRef): string {
  return defaultTenantName("Restore drill", pathInApp(drill, vault).join("/"), vault);
}

/** The first hexadecimal digits of a hash. Terraform computes it if the deployment knows the text only. */
function hashOf(text: string, drill: IConstruct, vault: IRecoveryServicesVaultRef, digits: number): string {
  const hashed = `${text}|${pathInApp(drill, vault).join("/")}`;
  if (isLiteral(hashed)) return createHash("sha256").update(caseFold(hashed)).digest("hex").slice(0, digits);
  return expression`substr(sha256(lower(${hashed})), 0, ${digits})`;
}
