import { define, type Place } from "./case";
import { DAILY_30, forEach, item, ITEM, LOCK, lockOn, policy, POLICY, stack, VAULT } from "./parts";

/** Changes of protected VMs. */

const RETAIN = { recovery_service: { vm_backup_stop_protection_and_retain_data_on_destroy: true } };
const SUSPEND = { recovery_service: { vm_backup_suspend_protection_and_retain_data_on_destroy: true } };
const IMMUTABLE = { immutability: "Unlocked" };
const two = (p: Place, vms: Record<string, string> = { web: "vm-web", db: "vm-db" }, options = {}) => ({
  web: forEach(p, vms, options),
});
const daily = (count: number) => ({ backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count } });
const twoPolicies = (p: Place, count: number) => ({ daily: policy(p), other: { ...policy(p, daily(count)), name: "other" } });
const other = { backup_policy_id: `\${${POLICY}.other.id}` };

define("item-removed", (p) => ({ before: stack(p, { items: two(p) }), after: stack(p, { items: two(p, { web: "vm-web" }) }) }));
define("item-removed-counted", (p) => {
  const counted = (count: number) => ({
    web: item(p, "", { count, source_vm_id: `${p.groupId}/providers/Microsoft.Compute/virtualMachines/vm-\${count.index}` }),
  });
  const rest = { locals: { vms: [p.vmId("vm-0"), p.vmId("vm-1")] } };
  return { before: stack(p, { items: counted(2), rest }), after: stack(p, { items: counted(1), rest }) };
});
define("item-removed-pending", (p) => ({ before: stack(p), after: stack(p, { items: {} }) }), { backedUp: false });
define(
  "item-removed-pending-immutable",
  (p) => ({
    before: stack(p, { vault: IMMUTABLE }),
    after: stack(p, { vault: IMMUTABLE, items: {} }),
  }),
  { backedUp: false },
);
define("item-removed-always-on", (p) => ({ before: stack(p), after: stack(p, { items: {} }) }), { softDelete: "AlwaysON" });
define("item-removed-retained", (p) => ({
  before: stack(p, { features: RETAIN }),
  after: stack(p, { features: RETAIN, items: {} }),
}));
define("item-removed-suspended", (p) => ({
  before: stack(p, { features: SUSPEND, vault: IMMUTABLE }),
  after: stack(p, { features: SUSPEND, vault: IMMUTABLE, items: {} }),
}));
define("item-removed-suspended-not-immutable", (p) => ({
  before: stack(p, { features: SUSPEND }),
  after: stack(p, { features: SUSPEND, items: {} }),
}));
define("item-removed-immutable", (p) => ({
  before: stack(p, { vault: IMMUTABLE }),
  after: stack(p, { vault: IMMUTABLE, items: {} }),
}));
define("item-removed-of-two-providers", (p) => {
  const provider = { azurerm: [{ features: [{}] }, { alias: "retaining", features: [RETAIN] }] };
  const items = { web: item(p, "vm-web", { provider: "azurerm.retaining" }) };
  return { before: { ...stack(p, { items }), provider }, after: { ...stack(p, { items: {} }), provider } };
});
define("item-removed-by-key-of-retaining-provider", (p) => {
  const provider = { azurerm: [{ features: [{}] }, { alias: "retaining", features: [RETAIN] }] };
  const items = (vms: Record<string, string>) => two(p, vms, { provider: "azurerm.retaining" });
  return {
    before: { ...stack(p, { items: items({ web: "vm-web", db: "vm-db" }) }), provider },
    after: { ...stack(p, { items: items({ web: "vm-web" }) }), provider },
  };
});
define("item-removed-retained-by-variable", (p) => {
  const features = { recovery_service: { vm_backup_stop_protection_and_retain_data_on_destroy: "${var.retain}" } };
  const rest = { variable: { retain: { type: "bool", default: true } } };
  return { before: stack(p, { features, rest }), after: stack(p, { features, rest, items: {} }) };
});
define("item-key-renamed", (p) => ({
  before: stack(p, { items: two(p, { web: "vm-web" }) }),
  after: stack(p, { items: two(p, { "app/web": "vm-web" }) }),
}));
define("item-key-moved", (p) => {
  const rest = { moved: [{ from: `${ITEM}.web["web"]`, to: `${ITEM}.web["app/web"]` }] };
  return {
    before: stack(p, { items: two(p, { web: "vm-web" }) }),
    after: stack(p, { items: two(p, { "app/web": "vm-web" }), rest }),
  };
});
define("item-count-to-for-each", (p) => ({
  before: stack(p),
  after: stack(p, { items: two(p, { web: "vm-web" }) }),
}));
define("item-source-in-upper-case", (p) => ({
  before: stack(p),
  after: stack(p, {
    items: { web: item(p, "vm-web", { source_vm_id: p.vmId("vm-web").replace(p.group, p.group.toUpperCase()) }) },
  }),
}));
const recreated = (p: Place, trigger: string, features = {}, vaultOptions = {}) => ({
  ...stack(p, {
    features,
    vault: vaultOptions,
    items: { web: item(p, "vm-web", { source_vm_id: "${terraform_data.vm.output}" }) },
    other: { terraform_data: { vm: { input: p.vmId("vm-web"), triggers_replace: trigger } } },
  }),
});
define("item-vm-recreated", (p) => ({ before: recreated(p, "a"), after: recreated(p, "b") }));
define("item-vm-recreated-immutable", (p) => ({
  before: recreated(p, "a", {}, IMMUTABLE),
  after: recreated(p, "b", {}, IMMUTABLE),
}));
define("item-vm-recreated-not-recovered", (p) => {
  const features = { recovery_services_vaults: { recover_soft_deleted_backup_protected_vm: false } };
  return { before: recreated(p, "a", features), after: recreated(p, "b", features) };
});
define("item-vm-recreated-empty-feature", (p) => {
  const features = { recovery_services_vaults: {} };
  return { before: recreated(p, "a", features), after: recreated(p, "b", features) };
});
define("item-vm-recreated-retaining", (p) => ({ before: recreated(p, "a", RETAIN), after: recreated(p, "b", RETAIN) }));
define("item-vm-recreated-ignored", (p) => {
  const with_ = (trigger: string) => {
    const config = recreated(p, trigger);
    const web = { ...config.resource?.[ITEM]?.["web"], lifecycle: { ignore_changes: ["source_vm_id"] } };
    return { ...config, resource: { ...config.resource, [ITEM]: { web } } };
  };
  return { before: with_("a"), after: with_("b") };
});
define("item-of-other-vm", (p) => ({ before: stack(p), after: stack(p, { items: { web: item(p, "vm-web2") } }) }));
define("item-created-before-destroyed", (p) => {
  const lifecycle = { create_before_destroy: true };
  return {
    before: stack(p, { items: { web: item(p, "vm-web", { lifecycle }) } }),
    after: stack(p, { items: { web: item(p, "vm-web2", { lifecycle }) } }),
  };
});
define("item-replaced-by-request", (p) => ({ before: stack(p), after: stack(p) }), { args: [`-replace=${ITEM}.web`] });
define("item-tainted", (p) => ({ before: stack(p), after: stack(p), state: ["taint", `${ITEM}.web`] }));
define("item-policy-of-longer-retention", (p) => ({
  before: stack(p, { policies: twoPolicies(p, 60) }),
  after: stack(p, { policies: twoPolicies(p, 60), items: { web: item(p, "vm-web", other) } }),
}));
define("item-policy-of-shorter-retention", (p) => ({
  before: stack(p, { policies: twoPolicies(p, 10) }),
  after: stack(p, { policies: twoPolicies(p, 10), items: { web: item(p, "vm-web", other) } }),
}));
define("item-policy-of-shorter-retention-immutable", (p) => ({
  before: stack(p, { vault: IMMUTABLE, policies: twoPolicies(p, 10) }),
  after: stack(p, { vault: IMMUTABLE, policies: twoPolicies(p, 10), items: { web: item(p, "vm-web", other) } }),
}));
define("item-policy-new", (p) => ({
  before: stack(p),
  after: stack(p, { policies: twoPolicies(p, 10), items: { web: item(p, "vm-web", other) } }),
}));
define("item-policy-removed-with-change", (p) => ({
  before: stack(p, { policies: twoPolicies(p, 30) }),
  after: stack(p, { policies: { other: { ...policy(p, DAILY_30), name: "other" } }, items: { web: item(p, "vm-web", other) } }),
}));
define("item-stopped", (p) => ({
  before: stack(p),
  after: stack(p, { items: { web: item(p, "vm-web", { protection_state: "ProtectionStopped" }) } }),
}));
define(
  "item-suspended",
  (p) => ({
    before: stack(p, { vault: IMMUTABLE }),
    after: stack(p, { vault: IMMUTABLE, items: { web: item(p, "vm-web", { protection_state: "BackupsSuspended" }) } }),
  }),
  { watched: true },
);
define("item-suspended-not-immutable", (p) => ({
  before: stack(p),
  after: stack(p, { items: { web: item(p, "vm-web", { protection_state: "BackupsSuspended" }) } }),
}));
define("item-resumed", (p) => {
  const stopped = stack(p, { items: { web: item(p, "vm-web", { protection_state: "ProtectionStopped" }) } });
  return {
    before: stack(p),
    second: stopped,
    after: stack(p, { items: { web: item(p, "vm-web", { protection_state: "Protected" }) } }),
  };
});
define("item-forgotten", (p) => ({
  before: stack(p),
  after: stack(p, { items: {}, rest: { removed: [{ from: `${ITEM}.web`, lifecycle: { destroy: false } }] } }),
}));
define("item-imported", (p) => ({
  before: stack(p),
  after: stack(p, { rest: { import: [{ to: `${ITEM}.web`, id: p.itemId("vm-web") }] } }),
  state: ["state", "rm", `${ITEM}.web`],
}));
define("item-unknown-to-the-state", (p) => ({ before: stack(p), after: stack(p), state: ["state", "rm", `${ITEM}.web`] }));
define("item-prevent-destroy", (p) => {
  const items = (vms: Record<string, string>) => two(p, vms, { lifecycle: { prevent_destroy: true } });
  return {
    before: stack(p, { items: items({ web: "vm-web", db: "vm-db" }) }),
    after: stack(p, { items: items({ web: "vm-web" }) }),
  };
});
define("item-added", (p) => ({
  before: stack(p, { items: two(p, { web: "vm-web" }) }),
  after: stack(p, { items: two(p) }),
}));
define("item-disks", (p) => ({
  before: stack(p),
  after: stack(p, { items: { web: item(p, "vm-web", { exclude_disk_luns: [1] }) } }),
}));
define(
  "item-deposed",
  (p) => {
    const of = (vm: string) =>
      stack(p, { vault: IMMUTABLE, items: { web: item(p, vm, { lifecycle: { create_before_destroy: true } }) } });
    // The old item cannot be deleted, and stays as a deposed object.
    return { before: of("vm-web"), second: of("vm-web2"), after: of("vm-web2") };
  },
  { failsSecond: true },
);
define(
  "item-deposed-without-immutability",
  (p) => {
    const of = (vm: string, more = {}) =>
      stack(p, { items: { web: item(p, vm, { lifecycle: { create_before_destroy: true } }) }, ...more });
    const other = { [LOCK]: { keep: lockOn(p.vaultId) } };
    return { before: of("vm-web"), second: of("vm-web2", { other }), after: of("vm-web2") };
  },
  { failsSecond: true },
);
define("item-of-another-stack", (p) => {
  const later = { backup_policy_id: `${p.vaultId}/backupPolicies/daily`, recovery_vault_name: "vault-app" };
  const provider = { azurerm: [{ features: [{}] }] };
  return {
    before: stack(p, { items: two(p) }),
    state: ["state", "rm", `${VAULT}.main`, `${POLICY}.daily`],
    after: { provider, resource: { [ITEM]: two(p, { web: "vm-web" }, later) } },
  };
});
const softDeleteDays = (days: number) => ({
  azapi_update_resource: {
    settings: {
      type: "Microsoft.RecoveryServices/vaults@2024-04-01",
      resource_id: `\${${VAULT}.main.id}`,
      body: { properties: { securitySettings: { softDeleteSettings: { softDeleteRetentionPeriodInDays: days } } } },
    },
  },
});
define("item-removed-kept-for-60-days", (p) => ({
  before: stack(p, { other: softDeleteDays(60) }),
  after: stack(p, { other: softDeleteDays(60), items: {} }),
}));
define("soft-delete-shortened", (p) => ({
  before: stack(p, { other: softDeleteDays(60) }),
  after: stack(p, { other: softDeleteDays(14) }),
}));
define(
  "item-targeted",
  (p) => ({
    before: stack(p, { items: two(p) }),
    after: stack(p, { items: two(p, { web: "vm-web" }) }),
  }),
  { args: [`-target=${VAULT}.main`] },
);
define(
  "item-destroyed-in-refresh-only",
  (p) => ({
    before: stack(p, { items: two(p) }),
    after: stack(p, { items: two(p, { web: "vm-web" }) }),
  }),
  { args: ["-refresh-only"] },
);
