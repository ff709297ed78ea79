/** Changes to a synthesized stack, as somebody may make them in the course of its life. */

type Block = Record<string, unknown>;

/** A synthesized stack as Terraform reads it. */
export interface StackJson {
  resource?: Record<string, Record<string, Block>>;
  terraform?: Record<string, unknown>;
}

function blocksOf(stack: StackJson, type: string): Block[] {
  return Object.values(stack.resource?.[type] ?? {});
}

const changed = (stack: StackJson, change: (copy: StackJson) => void): StackJson => {
  const copy = structuredClone(stack);
  change(copy);
  return copy;
};

/** Keeps the state beside the stack, not where the stack was synthesized. */
export function withLocalState(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    copy.terraform = { ...copy.terraform, backend: { local: { path: "terraform.tfstate" } } };
  });
}

/** Other tags of the vaults, another hour and another retention of the policies. */
export function withOtherSettings(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const vault of blocksOf(copy, "azurerm_recovery_services_vault")) vault["tags"] = { lifecycle: "updated" };
    for (const policy of blocksOf(copy, "azurerm_backup_policy_vm")) {
      if (isBlock(policy["backup"])) policy["backup"]["time"] = "03:30";
      if (isBlock(policy["retention_daily"])) policy["retention_daily"]["count"] = 45;
    }
  });
}

/** Every VM's protection stopped, its recovery points kept. */
export function withProtectionStopped(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const item of blocksOf(copy, "azurerm_backup_protected_vm")) item["protection_state"] = "ProtectionStopped";
  });
}

/** One VM less in every map of protected VMs. */
export function withoutOneVm(stack: StackJson): StackJson {
  return changed(withoutProtection(stack), (copy) => {
    for (const item of blocksOf(copy, "azurerm_backup_protected_vm")) {
      const vms = item["for_each"];
      if (isBlock(vms)) item["for_each"] = Object.fromEntries(Object.entries(vms).slice(1));
    }
  });
}

/** Nothing protected from being destroyed by Terraform any more. */
export function withoutProtection(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const named of Object.values(copy.resource ?? {})) {
      for (const block of Object.values(named)) {
        if (isBlock(block["lifecycle"])) block["lifecycle"]["prevent_destroy"] = false;
      }
    }
  });
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
