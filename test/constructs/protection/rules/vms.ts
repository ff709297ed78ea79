import { TerraformIterator } from "cdktf";
import { ProtectedVms, RecoveryServicesVault, SourceVm, VmBackupPolicy, VmSelection } from "../../../../lib";
import { itemId, POLICY_ID, SUBSCRIPTION, unknownNumber, unknownText, VAULT_ID, vmId } from "../../../support/azure";
import { FoundBy, type Rule } from "../../../support/rules";
import { synth, type Synthesized, testStack } from "../../../support/synth";
import { declaredVault, declaredVm, existingPolicy, existingVault, protect } from "../support";

const WEB = SourceVm.fromId(vmId("vm-web"));
const OTHER_SUBSCRIPTION = SUBSCRIPTION.replace("0", "1");
const OTHER_WEB_ID = vmId("vm-web").replace(SUBSCRIPTION, OTHER_SUBSCRIPTION);
const OTHER_WEB = SourceVm.fromId(OTHER_WEB_ID);
const OTHER_POLICY_ID = POLICY_ID.replace("vault-app", "vault-other");
const ALREADY_EXISTS =
  "`a resource with the ID … already exists - to be managed via Terraform this resource needs to be imported`";

/** Protects two VMs, one after the other. */
function both(first: string, second: string): Synthesized {
  const stack = testStack();
  const { vault, policy, resource } = protect({ web: SourceVm.fromId(first) }, {}, stack);
  new ProtectedVms(stack, "Others", { vault, policy, vms: { web: SourceVm.fromId(second) }, dependsOn: [resource] });
  return synth(stack);
}

/** The rules of VMs, vaults and policies. */
export const vmRules: Rule[] = [
  {
    id: "vm-by-id",
    rule: "A VM is given by the id of a virtual machine, no instance of a scale set and no other resource; the case of the fixed parts is put right",
    foundBy: FoundBy.APPLY,
    evidence: "`Unable to parse source_vm_id … the segment at position 6 didn't match`",
    broken: () => SourceVm.fromId(vmId("vm-web").replace("virtualMachines", "virtualMachineScaleSets")),
    refusal:
      "vmId must be '/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>'",
    kept: () => SourceVm.fromId(vmId("vm-web").replace("virtualMachines", "virtualmachines")),
    unknown: (stack) => SourceVm.fromId(unknownText(stack, "vm")),
  },
  {
    id: "some-vm",
    rule: "At least one VM is named",
    foundBy: FoundBy.NOBODY,
    evidence: "an empty map protects nothing, and the plan is empty too",
    broken: () => protect({}),
    refusal: "vms must be a map of at least one VM, got {}",
    kept: () => protect({ web: WEB }),
    unknown: (stack) => protect({ web: SourceVm.fromId(unknownText(stack, "vm")) }, {}, stack),
  },
  {
    id: "known-keys",
    rule: "The key of a VM is letters, digits, `.`, `_`, `/` and `-`, known while the stack is synthesized; keys that only a plan knows come from a selection",
    foundBy: FoundBy.PLAN,
    evidence: "`Invalid for_each argument`, if a key is known only after apply",
    broken: () => {
      const stack = testStack();
      declaredVm(stack, "Db");
      return protect({ "${azurerm_linux_virtual_machine.Db.virtual_machine_id}": WEB }, {}, stack);
    },
    refusal:
      "the key of vms must be letters, digits, '.', '_', '/' and '-', starting with a letter, a digit or '_', got '${azurerm_linux_virtual_machine.Db.virtual_machine_id}'",
    kept: () => protect({ "app-1/web.x_y": WEB }),
    unknown: (stack) => {
      const iterator = TerraformIterator.fromMap({ [unknownText(stack, "key")]: { id: unknownText(stack, "vm") } });
      const selection = VmSelection.forEach(iterator, SourceVm.fromId(iterator.getString("id")));
      return new ProtectedVms(stack, "Vms", { vault: existingVault(stack), policy: existingPolicy(stack), selection });
    },
  },
  {
    id: "plain-keys",
    rule: "So is a key that is known: it is part of an address",
    foundBy: FoundBy.NOBODY,
    evidence: "Terraform takes any text, and asks for it to be quoted wherever the address is written",
    broken: () => protect({ "the web": WEB }),
    refusal:
      "the key of vms must be letters, digits, '.', '_', '/' and '-', starting with a letter, a digit or '_', got 'the web'",
    kept: () => protect({ "the-web": WEB }),
    unknown: (stack) => protect({ "the-web": SourceVm.fromId(unknownText(stack, "vm")) }, {}, stack),
  },
  {
    id: "one-key-for-a-vm",
    rule: "A VM has one key, whatever the case of its id",
    foundBy: FoundBy.APPLY_IN_TURN,
    evidence: `${ALREADY_EXISTS}; else it keeps one item at two addresses`,
    broken: () => protect({ a: WEB, b: SourceVm.fromId(vmId("VM-web")) }),
    refusal: "vms must name each VM once",
    kept: () => protect({ a: WEB, b: SourceVm.fromId(vmId("vm-web2")) }),
    unknown: (stack) => protect({ a: WEB, b: SourceVm.fromId(unknownText(stack, "vm")) }, {}, stack),
  },
  {
    id: "one-protection-for-a-vm",
    rule: "A VM is protected by one construct of the app, and in one vault",
    foundBy: FoundBy.APPLY,
    evidence: `${ALREADY_EXISTS}, unless it makes both at once`,
    broken: () => both(vmId("vm-web"), vmId("VM-web")),
    refusal: `a VM must be protected once, got ${vmId("VM-web")} in 'stack/Vms' and in 'stack/Others'; remove it from one of them`,
    kept: () => both(vmId("vm-web"), vmId("vm-db")),
    unknown: (stack) => {
      const { vault, policy } = protect({ web: WEB }, {}, stack);
      new ProtectedVms(stack, "Others", { vault, policy, vms: { web: SourceVm.fromId(unknownText(stack, "vm")) } });
      synth(stack);
    },
  },
  {
    id: "luns-from-0",
    rule: "A LUN is a whole number from 0, named once",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected include_disk_luns.0 to be at least (0), got -1`",
    broken: () => SourceVm.fromId(vmId("vm-web"), { includeDiskLuns: [-1] }),
    refusal: "includeDiskLuns must be at least one LUN, whole numbers from 0, none twice, got [-1]",
    kept: () => SourceVm.fromId(vmId("vm-web"), { includeDiskLuns: [0] }),
    unknown: (stack) => SourceVm.fromId(vmId("vm-web"), { includeDiskLuns: [unknownNumber(stack, "lun")] }),
  },
  {
    id: "luns-not-empty",
    rule: "A list of LUNs has one",
    foundBy: FoundBy.NOBODY,
    evidence: "azurerm sends nothing for an empty list, which still conflicts with the other one",
    broken: () => SourceVm.fromId(vmId("vm-web"), { excludeDiskLuns: [] }),
    refusal: "excludeDiskLuns must be at least one LUN",
    kept: () => SourceVm.fromId(vmId("vm-web"), { excludeDiskLuns: [1] }),
    unknown: (stack) => SourceVm.fromId(vmId("vm-web"), { excludeDiskLuns: [unknownNumber(stack, "lun")] }),
  },
  {
    id: "one-list-of-luns",
    rule: "Disks are included or excluded, not both",
    foundBy: FoundBy.VALIDATE,
    evidence: '`"exclude_disk_luns": conflicts with include_disk_luns`',
    broken: () => SourceVm.fromId(vmId("vm-web"), { includeDiskLuns: [0], excludeDiskLuns: [1] }),
    refusal: "excludeDiskLuns must be left out if includeDiskLuns is set",
    kept: () => SourceVm.fromId(vmId("vm-web"), { includeDiskLuns: [0] }),
    unknown: (stack) => SourceVm.fromId(vmId("vm-web"), { excludeDiskLuns: [unknownNumber(stack, "lun")] }),
  },
  {
    id: "policy-of-the-vault",
    rule: "The policy is one of the vault's",
    foundBy: FoundBy.AZURE,
    evidence: "`BMSUserErrorInvalidInput`; azurerm sends any policy",
    broken: () => {
      const stack = testStack();
      return protect({ web: WEB }, { policy: existingPolicy(stack, OTHER_POLICY_ID) }, stack);
    },
    refusal: `policy must be a policy of the vault ${VAULT_ID}, got '${OTHER_POLICY_ID}'`,
    kept: () => protect({ web: WEB }),
    unknown: (stack) => protect({ web: WEB }, { policy: existingPolicy(stack, unknownText(stack, "policy")) }, stack),
  },
  {
    id: "own-policy-of-the-vault",
    rule: "So is the policy of a single VM",
    foundBy: FoundBy.AZURE,
    evidence: "`BMSUserErrorInvalidInput`; azurerm sends any policy",
    broken: () => {
      const stack = testStack();
      const policy = VmBackupPolicy.fromPolicyId(stack, "Own", OTHER_POLICY_ID);
      return protect({ web: SourceVm.fromId(vmId("vm-web"), { policy }) }, {}, stack);
    },
    refusal: `vms.web.policy must be a policy of the vault ${VAULT_ID}`,
    kept: () => {
      const stack = testStack();
      const policy = VmBackupPolicy.fromPolicyId(stack, "Own", `${VAULT_ID}/backupPolicies/own`);
      return protect({ web: SourceVm.fromId(vmId("vm-web"), { policy }) }, {}, stack);
    },
    unknown: (stack) => {
      const policy = VmBackupPolicy.fromPolicyId(stack, "Own", unknownText(stack, "policy"));
      return protect({ web: SourceVm.fromId(vmId("vm-web"), { policy }) }, {}, stack);
    },
  },
  {
    id: "subscription-of-the-vault",
    rule: "The VM is in the vault's subscription, unless `crossSubscriptionBackup` is set",
    foundBy: FoundBy.AZURE,
    evidence: "`BMSUserErrorInvalidInput: Input provided for the call is invalid`",
    broken: () => protect({ web: OTHER_WEB }),
    refusal: `vms.web.the VM's subscription must be in the vault's subscription ${SUBSCRIPTION}, got '${OTHER_SUBSCRIPTION}'; set crossSubscriptionBackup to true`,
    kept: () => protect({ web: OTHER_WEB }, { crossSubscriptionBackup: true }),
    unknown: (stack) => protect({ web: WEB }, { vault: existingVault(stack, unknownText(stack, "vault")) }, stack),
  },
  {
    id: "one-name-in-a-vault",
    rule: "No two VMs of a vault have one resource group and name, in whichever subscriptions",
    foundBy: FoundBy.AZURE,
    evidence: "not tried: both would be one item, since its id has no subscription of the VM",
    broken: () => protect({ web: WEB, other: OTHER_WEB }, { crossSubscriptionBackup: true }),
    refusal: `vms must have each resource group and name once in a vault, because the id of a protected item has no subscription of the VM, got ${vmId("vm-web")} as 'web' and ${OTHER_WEB_ID} as 'other'; protect one of the two with another vault`,
    kept: () => protect({ web: WEB, other: SourceVm.fromId(`${OTHER_WEB_ID}-2`) }, { crossSubscriptionBackup: true }),
    unknown: (stack) =>
      protect({ web: WEB, other: SourceVm.fromId(unknownText(stack, "vm")) }, { crossSubscriptionBackup: true }, stack),
  },
  {
    id: "region-of-the-vault",
    rule: "A VM of the app is in the vault's region, however it is spelled",
    foundBy: FoundBy.AZURE,
    evidence: "`BMSUserErrorInvalidInput: Input provided for the call is invalid`",
    broken: () => inRegions("northeurope"),
    refusal: "vms.web.the VM's location must be in the vault's region westeurope, got 'northeurope'",
    kept: () => inRegions("West Europe"),
    unknown: (stack) => inRegions(unknownText(stack, "location"), stack),
  },
  {
    id: "items-of-the-vault",
    rule: "VMs that are protected already are given by the ids of items of their vault",
    foundBy: FoundBy.NOBODY,
    evidence: "azurerm is told nothing; the initial backup would fail, with exit code 5",
    broken: () => refer(itemId("vm-web", `${VAULT_ID}2`)),
    refusal: `protectedItemIds must be items of the vault ${VAULT_ID}`,
    kept: () => refer(itemId("vm-web", VAULT_ID.replace("vault-app", "VAULT-app"))),
    unknown: (stack) => refer(unknownText(stack, "item"), stack),
  },
];

function inRegions(location: string, stack = testStack()): ProtectedVms {
  const vm = declaredVm(stack, "Web", { location });
  return protect({ web: SourceVm.fromConstruct(vm) }, { vault: declaredVault(stack) }, stack);
}

function refer(id: string, stack = testStack()): unknown {
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  return ProtectedVms.fromProtectedItemIds(stack, "Items", { vault, protectedItemIds: [id] });
}
