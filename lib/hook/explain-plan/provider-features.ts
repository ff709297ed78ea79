import { objectOf } from "./attributes";
import type { Plan } from "./plan";
import type { ResourceChange } from "./resource-change";

/** What the `features` block of an azurerm provider decides about backups. A plan has it in its configuration only. */
export interface ProviderFeatures {
  /** What becomes of a protected VM that Terraform destroys. */
  readonly onDestroy: "delete" | "retain" | "suspend";
  /** Whether a vault is emptied before it is deleted. */
  readonly purgesVault: boolean;
  /** Whether a soft-deleted item is brought back if its VM is protected again. */
  readonly recoversItems: boolean;
}

const DEFAULT: ProviderFeatures = { onDestroy: "delete", purgesVault: false, recoversItems: true };

/**
 * The features of a resource's provider; more than one if the plan does not say which of several providers a removed resource had,
 * and they differ.
 */
export function featuresOf(plan: Plan, resource: ResourceChange): readonly [ProviderFeatures, ...ProviderFeatures[]] {
  const providers = plan.json.configuration?.provider_config ?? {};
  const key = plan.configOf(resource)?.provider_config_key;
  const named = key === undefined || key === null ? undefined : providers[key];
  if (named) return [featuresIn(named.expressions, plan)];
  const all = Object.values(providers).filter(({ name }) => name === "azurerm");
  const different = new Map(all.map(({ expressions }) => featuresIn(expressions, plan)).map((one) => [JSON.stringify(one), one]));
  const [first, ...others] = different.values();
  return [first ?? DEFAULT, ...others];
}

function featuresIn(expressions: unknown, plan: Plan): ProviderFeatures {
  const features = blockIn(expressions, "features");
  const service = blockIn(features, "recovery_service");
  const vaults = blockIn(features, "recovery_services_vaults");
  const isSet = (block: unknown, name: string): boolean => valueOf(objectOf(block)[name], plan) === true;
  // azurerm: if both are set, suspending takes precedence. An empty block counts as "do not recover", no block as "recover".
  return {
    onDestroy: isSet(service, "vm_backup_suspend_protection_and_retain_data_on_destroy")
      ? "suspend"
      : isSet(service, "vm_backup_stop_protection_and_retain_data_on_destroy")
        ? "retain"
        : "delete",
    purgesVault: isSet(service, "purge_protected_items_from_vault_on_destroy"),
    recoversItems: vaults === undefined || isSet(vaults, "recover_soft_deleted_backup_protected_vm"),
  };
}

function blockIn(expressions: unknown, name: string): unknown {
  const block = objectOf(expressions)[name];
  return Array.isArray(block) ? (block as unknown[])[0] : block;
}

/** The value of an expression: a constant, or a variable of the root module. */
function valueOf(expression: unknown, plan: Plan): unknown {
  const { constant_value: constant, references } = objectOf(expression);
  const [reference] = Array.isArray(references) ? (references as unknown[]) : [];
  const [, variable] = /^var\.([\w-]+)$/.exec(String(reference)) ?? [];
  const value = variable === undefined ? constant : plan.json.variables[variable]?.value;
  return value === "true" ? true : value;
}
