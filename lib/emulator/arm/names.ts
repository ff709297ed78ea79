import { resourceGroupNameInvalid, resourceNameInvalid } from "../errors/arm-errors";
import { policyNameInvalid, vaultNameInvalid } from "../errors/vault-errors";

/*
 * Written twice on purpose: lib/constructs/private/azure-names.ts has the same rules,
 * and they share no pattern, because test/e2e/azurerm/agreement.test.ts checks them against each other.
 */

const RESOURCE_GROUP = /^[\p{L}\p{Mn}\p{Nd}\p{Pc}().-]{0,89}[\p{L}\p{Mn}\p{Nd}\p{Pc}()-]$/u;
const VAULT = /^[a-z][a-z0-9-]{1,49}$/i;
const POLICY = /^[a-z][a-z0-9_!-]{2,149}$/i;

/** The rule for the names of a resource type. */
interface NameRule {
  readonly pattern: RegExp;
  /** The allowed names, as the end of the sentence "A name has …". */
  readonly allowed: string;
}

/** The rule for VMs and disks, after Azure's own pattern. A word character may be of any script. */
const compute = (longest: number): NameRule => ({
  pattern: new RegExp(
    `^(?!_)[\\p{L}\\p{Mn}\\p{Nd}_](?:[\\p{L}\\p{Mn}\\p{Nd}_.-]{0,${longest - 2}}[\\p{L}\\p{Mn}\\p{Nd}_])?$`,
    "u",
  ),
  allowed: `1 to ${longest} letters, digits, '_', '.' and '-', begins with a letter or digit and does not end in '.' or '-'`,
});
const network = (shortest: number, longest: number): NameRule => ({
  pattern: new RegExp(`^(?=.{${shortest},${longest}}$)[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?$`, "i"),
  allowed: `${shortest} to ${longest} letters, digits, '_', '.' and '-', begins with a letter or digit and ends in one or in '_'`,
});
const ANY: NameRule = {
  // eslint-disable-next-line no-control-regex -- Azure Resource Manager forbids them
  pattern: /^[^<>%&\\?/:\u0000-\u001f\u007f]{0,259}[^<>%&\\?/:\u0000-\u001f\u007f. ]$/,
  allowed: "1 to 260 characters, none of <>%&\\?/: or of control, and does not end in a full stop or space",
};

/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const BY_TYPE: Readonly<Record<string, NameRule>> = {
  "Microsoft.Compute/virtualMachines": compute(64),
  "Microsoft.Compute/disks": compute(80),
  "Microsoft.Network/virtualNetworks": network(2, 64),
  "Microsoft.Network/virtualNetworks/subnets": network(1, 80),
  "Microsoft.Network/networkInterfaces": network(1, 80),
  "Microsoft.Network/publicIPAddresses": network(1, 80),
  "Microsoft.Network/networkSecurityGroups": network(1, 80),
  "Microsoft.Network/privateEndpoints": network(2, 64),
  "Microsoft.Network/privateDnsZones/virtualNetworkLinks": network(1, 80),
  "Microsoft.ManagedIdentity/userAssignedIdentities": {
    pattern: /^[a-z0-9][a-z0-9_-]{2,127}$/i,
    allowed: "3 to 128 letters, digits, '_' and '-', and begins with a letter or digit",
  },
  "Microsoft.OperationalInsights/workspaces": {
    pattern: /^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/i,
    allowed: "4 to 63 letters, digits and '-', and begins and ends with a letter or digit",
  },
  "Microsoft.Authorization/locks": {
    pattern: /^[\w.()-]{1,90}$/,
    allowed: "1 to 90 letters, digits, '.', '_', '-' and parentheses",
  },
};

/** Refuses a name that Azure does not allow for a resource group. Letters and digits of any script are allowed. */
export function requireResourceGroupName(name: string): void {
  if (!RESOURCE_GROUP.test(name)) throw resourceGroupNameInvalid();
}

export function requireVaultName(name: string): void {
  if (!VAULT.test(name)) throw vaultNameInvalid(name);
}

export function requirePolicyName(name: string): void {
  if (!POLICY.test(name)) throw policyNameInvalid(name);
}

/** Refuses a name that Azure does not allow for a resource of that type. */
export function requireResourceName(type: string, name: string): void {
  const { pattern, allowed } = BY_TYPE[type] ?? ANY;
  if (!pattern.test(name)) throw resourceNameInvalid(name, allowed);
}
