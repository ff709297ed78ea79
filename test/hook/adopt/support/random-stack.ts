import type { Random } from "../../../support/random";

/** Random stacks of azurerm's resources, as people write them by hand: with references, variables, `count` and `for_each`. */

export type Json = Record<string, unknown>;

export interface RandomStack {
  readonly json: Json & { readonly resource: Record<string, Record<string, Json>> };
  /** The ids of the VMs that must exist. */
  readonly vmIds: readonly string[];
}

const DAYS = ["Sunday", "Monday", "Wednesday", "Saturday"] as const;

export function randomStack(random: Random, subscription: string, number: number): RandomStack {
  return new StackMaker(random, subscription, number).make();
}

class StackMaker {
  private readonly vmIds: string[] = [];
  private readonly resource: Record<string, Record<string, Json>> = {};
  private readonly locals: Json = {};
  private readonly variables: Record<string, Json> = {};
  private readonly outputs: Record<string, Json> = {};
  private readonly group: string;

  constructor(
    private readonly random: Random,
    private readonly subscription: string,
    private readonly number: number,
  ) {
    this.group = `rg-stack-${number}`;
  }

  make(): RandomStack {
    const { random } = this;
    this.add("azurerm_resource_group", "main", { name: this.group, location: "westeurope" });
    const hasAlias = random.chance(0.3);
    for (let vault = 1; vault <= random.integer(1, 3); vault += 1) this.addVault(vault, hasAlias && vault === 1);
    const provider = { features: [{}], subscription_id: this.subscription };
    const json = {
      ...(random.chance(0.5) && { "//": { metadata: { stackName: `app-${this.number}`, version: "0.21.0" } } }),
      provider: { azurerm: [provider, ...(hasAlias ? [{ ...provider, alias: "hub" }] : [])] },
      ...(Object.keys(this.variables).length > 0 && { variable: this.variables }),
      ...(Object.keys(this.locals).length > 0 && { locals: this.locals }),
      ...(Object.keys(this.outputs).length > 0 && { output: this.outputs }),
      resource: this.resource,
    };
    return { json, vmIds: this.vmIds };
  }

  private addVault(number: number, hasAlias: boolean): void {
    const { random } = this;
    const regions = number === 1 && random.chance(0.25) ? ["weu", "neu"] : undefined;
    const name = `vault-${this.number}-${number}`;
    const label = random.pick("main", "vault", "backup-vault") + String(number);
    const redundancy = random.pick("GeoRedundant", "ZoneRedundant", "LocallyRedundant", undefined);
    this.add("azurerm_recovery_services_vault", label, {
      ...(regions && { for_each: Object.fromEntries(regions.map((one) => [one, one])) }),
      name: regions ? `${name}-\${each.value}` : name,
      resource_group_name: "${azurerm_resource_group.main.name}",
      location: random.pick("westeurope", "${azurerm_resource_group.main.location}"),
      sku: random.pick("Standard", "RS0"),
      ...(redundancy && { storage_mode_type: redundancy }),
      ...(redundancy === "GeoRedundant" && random.chance(0.5) && { cross_region_restore_enabled: random.chance(0.5) }),
      ...(random.chance(0.4) && { immutability: random.pick("Disabled", "Unlocked") }),
      ...(random.chance(0.3) && { public_network_access_enabled: random.chance(0.5) }),
      ...(random.chance(0.3) && { identity: { type: "SystemAssigned" } }),
      ...(random.chance(0.3) && { monitoring: { alerts_for_all_job_failures_enabled: random.chance(0.5) } }),
      ...(random.chance(0.5) && {
        tags: random.pick<unknown>({ env: "prod", "a b": "$${x}" }, this.variable({ env: "dev" }), {}),
      }),
      ...(random.chance(0.2) && { timeouts: { create: "2h" } }),
      ...(random.chance(0.3) && { lifecycle: random.pick<Json>({ ignore_changes: ["tags"] }, { prevent_destroy: true }) }),
      ...(hasAlias && { provider: "azurerm.hub" }),
    });
    if (random.chance(0.4)) {
      const key = regions ? '["weu"]' : "";
      this.outputs[`vault${number}`] = { value: `\${azurerm_recovery_services_vault.${label}${key}.id}` };
    }
    const keys = regions?.map((one) => `["${one}"]`) ?? [""];
    for (const [index, key] of keys.entries()) {
      this.addProtection(`azurerm_recovery_services_vault.${label}${key}`, name, key === "", `${number}${index}`, hasAlias);
    }
  }

  private addProtection(vault: string, vaultName: string, isLiteral: boolean, tag: string, hasAlias: boolean): void {
    const { random } = this;
    const place = (): Json => {
      const isNamed = isLiteral && random.chance(0.2);
      return {
        resource_group_name: random.pick("${azurerm_resource_group.main.name}", `\${${vault}.resource_group_name}`, this.group),
        recovery_vault_name: isNamed ? vaultName : `\${${vault}.name}`,
        ...((isNamed || (isLiteral && random.chance(0.4))) && { depends_on: [vault] }),
        ...(hasAlias && { provider: "azurerm.hub" }),
      };
    };
    const policies: string[] = [];
    for (let index = 1; index <= random.integer(1, 3); index += 1) {
      const label = `${random.pick("daily", "gold", "policy")}_${tag}_${index}`;
      this.add("azurerm_backup_policy_vm", label, {
        name: `p-${random.pick("daily", "Weekly")}-${index}`,
        ...this.rules(),
        ...place(),
      });
      policies.push(`\${azurerm_backup_policy_vm.${label}.id}`);
    }
    const [first = "", ...others] = policies;
    for (let index = 1; index <= random.integer(1, 4); index += 1) {
      this.addItems(`vm_${tag}_${index}`, { ...place(), backup_policy_id: random.pick(first, ...others) });
    }
  }

  private rules(): Json {
    const { random } = this;
    const isEnhanced = random.chance(0.4);
    const frequency = isEnhanced ? random.pick("Daily", "Weekly", "Hourly") : random.pick("Daily", "Weekly");
    const weekdays = [random.pick(...DAYS)];
    const isWeekly = frequency === "Weekly";
    const hours = { hour_interval: 4, hour_duration: random.pick(4, 12, 24) };
    const byDay = { days: [1, 15], ...(random.chance(0.3) && { include_last_days: true }) };
    return {
      ...(isEnhanced && { policy_type: "V2" }),
      ...(random.chance(0.5) && {
        timezone: random.pick("UTC", "W. Europe Standard Time", this.variable("India Standard Time")),
      }),
      backup: this.asBlock({ frequency, time: "23:00", ...(isWeekly && { weekdays }), ...(frequency === "Hourly" && hours) }),
      ...(!isWeekly && { retention_daily: this.asBlock({ count: this.count(random.integer(7, 60)) }) }),
      ...((isWeekly || random.chance(0.4)) && { retention_weekly: this.asBlock({ count: this.count(12), weekdays }) }),
      ...(random.chance(0.4) && {
        retention_monthly: this.asBlock({
          count: this.count(12),
          ...(isWeekly || random.chance(0.5) ? { weekdays, weeks: ["First", "Last"] } : byDay),
        }),
      }),
      ...(random.chance(0.2) && { instant_restore_retention_days: isWeekly ? 5 : this.count(3) }),
      ...(random.chance(0.2) && { timeouts: { create: "2h" } }),
    };
  }

  private addItems(label: string, rest: Json): void {
    const { random } = this;
    const id = (name: string): string => {
      const vm = `/subscriptions/${this.subscription}/resourceGroups/rg-app-${this.number}/providers/Microsoft.Compute/virtualMachines/${name}`;
      this.vmIds.push(vm);
      return vm;
    };
    const name = label.replaceAll("_", "-");
    const options = random.chance(0.3) ? { [random.pick("include_disk_luns", "exclude_disk_luns")]: [0, 2] } : {};
    const common = { ...rest, ...options };
    const type = "azurerm_backup_protected_vm";
    const add = (block: Json): void => {
      this.add(type, label, { ...block, ...common });
    };
    switch (random.pick("one", "reference", "local", "count", "map", "set", "variable")) {
      case "one":
        add({ source_vm_id: id(name) });
        break;
      case "reference":
        this.add("terraform_data", label, { input: id(name) });
        add({ source_vm_id: `\${terraform_data.${label}.output}` });
        break;
      case "local":
        this.locals[label] = id(name);
        add({ source_vm_id: `\${local.${label}}` });
        break;
      case "count": {
        const [first = ""] = [0, 1].map((index) => id(`${name}-${index}`));
        add({ count: 2, source_vm_id: first.replace(/0$/, "${count.index}") });
        break;
      }
      case "map": {
        const vms = { "key.a": { vm: id(`${name}-a`) }, "key b": { vm: id(`${name}-b`) } };
        add({ for_each: vms, source_vm_id: "${each.value.vm}" });
        break;
      }
      case "set": {
        const prefix = id(`${name}-x`).replace(/x$/, "");
        id(`${name}-y`);
        add({ for_each: '${toset(["x","y"])}', source_vm_id: `${prefix}\${each.key}` });
        break;
      }
      case "variable": {
        const vms = this.variable({ a: id(`${name}-a`), b: id(`${name}-b`) });
        add({ for_each: vms, source_vm_id: "${each.value}" });
        break;
      }
    }
  }

  private count(value: number): number | string {
    return this.random.chance(0.3) ? this.variable(value) : value;
  }

  private asBlock(block: Json): unknown {
    return this.random.chance(0.3) ? [block] : block;
  }

  private variable(value: unknown): string {
    const name = `v${Object.keys(this.variables).length + 1}`;
    this.variables[name] = { default: value };
    return `\${var.${name}}`;
  }

  private add(type: string, label: string, block: Json): void {
    (this.resource[type] ??= {})[label] = block;
  }
}
