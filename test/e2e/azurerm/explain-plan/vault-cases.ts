import { define, type Place } from "./case";
import {
  ASSOCIATION,
  ASSOCIATION_BLOCK,
  forEach,
  GUARD,
  GUARD_BLOCK,
  item,
  ITEM,
  LOCK,
  lockOn,
  policy,
  POLICY,
  stack,
  VAULT,
  vault,
} from "./parts";

/** Changes of vaults, locks and guards. */

const CRR = { storage_mode_type: "GeoRedundant", cross_region_restore_enabled: true };

define("vault-unchanged", (p) => ({ before: stack(p), after: stack(p) }));
define("vault-tagged", (p) => ({ before: stack(p), after: stack(p, { vault: { tags: { team: "a" } } }) }));
define("vault-renamed", (p) => ({ before: stack(p), after: stack(p, { vault: { name: "vault-new" } }) }));
define("vault-renamed-retaining", (p) => {
  const features = { recovery_service: { vm_backup_stop_protection_and_retain_data_on_destroy: true } };
  return { before: stack(p, { features }), after: stack(p, { features, vault: { name: "vault-new" } }) };
});
define("vault-region", (p) => ({ before: stack(p), after: stack(p, { vault: { location: "northeurope" } }) }));
define("vault-group", (p) => ({ before: stack(p), after: stack(p, { vault: { resource_group_name: `${p.group}-2` } }) }));
define("vault-crr-off", (p) => ({
  before: stack(p, { vault: CRR }),
  after: stack(p, { vault: { ...CRR, cross_region_restore_enabled: false } }),
}));
define("vault-crr-off-empty", (p) => ({
  before: stack(p, { vault: CRR, items: {} }),
  after: stack(p, { vault: { ...CRR, cross_region_restore_enabled: false }, items: {} }),
}));
define("vault-crr-on", (p) => ({ before: stack(p), after: stack(p, { vault: CRR }) }));
define("vault-redundancy", (p) => ({ before: stack(p), after: stack(p, { vault: { storage_mode_type: "ZoneRedundant" } }) }));
define("vault-redundancy-empty", (p) => ({
  before: stack(p, { items: {} }),
  after: stack(p, { vault: { storage_mode_type: "ZoneRedundant" }, items: {} }),
}));
define("vault-immutability-on", (p) => ({ before: stack(p), after: stack(p, { vault: { immutability: "Unlocked" } }) }));
define("vault-immutability-off", (p) => ({
  before: stack(p, { vault: { immutability: "Unlocked" } }),
  after: stack(p, { vault: { immutability: "Disabled" } }),
}));
define("vault-immutability-locked", (p) => ({
  before: stack(p, { vault: { immutability: "Unlocked" } }),
  after: stack(p, { vault: { immutability: "Locked" } }),
}));
define("vault-immutability-unlocked-again", (p) => ({
  before: stack(p, { vault: { immutability: "Locked" } }),
  after: stack(p, { vault: { immutability: "Disabled" } }),
}));
define("vault-immutability-off-item-removed", (p) => ({
  before: stack(p, { vault: { immutability: "Unlocked" } }),
  after: stack(p, { vault: { immutability: "Disabled" }, items: {} }),
}));
define("vault-destroyed", (p) => ({ before: stack(p), after: stack(p) }), { args: ["-destroy"] });
define("vault-destroyed-empty", (p) => ({ before: stack(p, { items: {} }), after: stack(p, { items: {} }) }), {
  args: ["-destroy"],
});
define("vault-destroyed-always-on", (p) => ({ before: stack(p), after: stack(p) }), {
  args: ["-destroy"],
  softDelete: "AlwaysON",
});
define(
  "vault-destroyed-retaining",
  (p) => {
    const features = { recovery_service: { vm_backup_stop_protection_and_retain_data_on_destroy: true } };
    return { before: stack(p, { features }), after: stack(p, { features }) };
  },
  { args: ["-destroy"] },
);
define(
  "vault-destroyed-retaining-and-purging",
  (p) => {
    const features = {
      recovery_service: {
        vm_backup_stop_protection_and_retain_data_on_destroy: true,
        purge_protected_items_from_vault_on_destroy: true,
      },
    };
    return { before: stack(p, { features }), after: stack(p, { features }) };
  },
  { args: ["-destroy"] },
);
define(
  "vault-destroyed-immutable",
  (p) => ({
    before: stack(p, { vault: { immutability: "Unlocked" } }),
    after: stack(p, { vault: { immutability: "Unlocked" } }),
  }),
  { args: ["-destroy"] },
);
define("vault-removed-with-unknown-item", (p) => ({
  before: stack(p),
  after: { provider: { azurerm: [{ features: [{}] }] } },
  state: ["state", "rm", `${ITEM}.web`],
}));
define("vault-block-renamed", (p) => {
  const other = (text: string): string => text.replaceAll(`${VAULT}.main`, `${VAULT}.other`);
  const after = JSON.parse(other(JSON.stringify(stack(p, { vault: null })))) as ReturnType<typeof stack>;
  return { before: stack(p), after: { ...after, resource: { ...after.resource, [VAULT]: { other: vault(p) } } } };
});
define("vault-block-moved", (p) => {
  const other = (text: string): string => text.replaceAll(`${VAULT}.main`, `${VAULT}.other`);
  const after = JSON.parse(other(JSON.stringify(stack(p, { vault: null })))) as ReturnType<typeof stack>;
  return {
    before: stack(p),
    after: {
      ...after,
      moved: [{ from: `${VAULT}.main`, to: `${VAULT}.other` }],
      resource: { ...after.resource, [VAULT]: { other: vault(p) } },
    },
  };
});
define("vault-forgotten", (p) => ({
  before: stack(p),
  after: {
    provider: { azurerm: [{ features: [{}] }] },
    removed: [VAULT, POLICY, ITEM].map((type) => ({
      from: `${type}.${type === VAULT ? "main" : type === POLICY ? "daily" : "web"}`,
      lifecycle: { destroy: false },
    })),
  },
}));
define("vault-prevent-destroy", (p) => {
  const lifecycle = { prevent_destroy: true };
  return { before: stack(p, { vault: { lifecycle } }), after: stack(p, { vault: { lifecycle, location: "northeurope" } }) };
});
define("vault-new", (p) => ({ before: [], after: stack(p) }));

define("lock-added", (p) => ({
  before: stack(p),
  after: stack(p, { other: { [LOCK]: { keep: lockOn(`\${${VAULT}.main.id}`) } } }),
}));
define("lock-removed", (p) => ({
  before: stack(p, { other: { [LOCK]: { keep: lockOn(`\${${VAULT}.main.id}`) } } }),
  after: stack(p),
}));
define("lock-keeps-item", (p) => {
  const other = { [LOCK]: { keep: lockOn(`\${${VAULT}.main.id}`) } };
  return { before: stack(p, { other }), after: stack(p, { other, items: {} }) };
});
define("lock-of-group-keeps-item", (p) => {
  const other = { [LOCK]: { keep: lockOn(p.groupId, { depends_on: [`${ITEM}.web`] }) } };
  const later = { [LOCK]: { keep: lockOn(p.groupId) } };
  return { before: stack(p, { other }), after: stack(p, { other: later, items: {} }) };
});
define("lock-read-only-keeps-policy", (p) => {
  const keep = lockOn(`\${${VAULT}.main.id}`, { lock_level: "ReadOnly", depends_on: [`${ITEM}.web`] });
  const other = { [LOCK]: { keep } };
  const shorter = policy(p, { backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 14 } });
  return { before: stack(p, { other }), after: stack(p, { other, policies: { daily: shorter } }) };
});
define("lock-removed-before-item", (p) => {
  const other = { [LOCK]: { keep: lockOn(`\${${VAULT}.main.id}`, { depends_on: [`${ITEM}.web`] }) } };
  return { before: stack(p, { other }), after: stack(p, { items: {} }) };
});
define("lock-removed-in-no-order", (p) => {
  const other = { [LOCK]: { keep: lockOn(p.vaultId, { depends_on: [`${VAULT}.main`] }) } };
  return { before: stack(p, { other }), after: stack(p, { items: {} }) };
});
define(
  "lock-destroyed-with-all",
  (p) => {
    const other = { [LOCK]: { keep: lockOn(`\${${VAULT}.main.id}`, { depends_on: [`${ITEM}.web`, `${POLICY}.daily`] }) } };
    return { before: stack(p, { other }), after: stack(p, { other }) };
  },
  { args: ["-destroy"] },
);

const guarded = (p: Parameters<typeof GUARD_BLOCK>[0], guard = {}, association = {}) => ({
  [GUARD]: { guard: GUARD_BLOCK(p, guard) },
  [ASSOCIATION]: { guard: ASSOCIATION_BLOCK({ depends_on: [`${ITEM}.web`, `${POLICY}.daily`], ...association }) },
});
const withoutItem = (p: Parameters<typeof GUARD_BLOCK>[0], guard = {}) => guarded(p, guard, { depends_on: [`${POLICY}.daily`] });
const DELETE = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete";

define("guard-keeps-item", (p) => ({
  before: stack(p, { other: guarded(p) }),
  after: stack(p, { other: withoutItem(p), items: {} }),
}));
define("guard-excludes-deletion", (p) => {
  const excluded = { vault_critical_operation_exclusion_list: [DELETE] };
  return { before: stack(p, { other: guarded(p, excluded) }), after: stack(p, { other: withoutItem(p, excluded), items: {} }) };
});
define("guard-removed", (p) => ({ before: stack(p, { other: guarded(p) }), after: stack(p) }));
define("guard-removed-with-item", (p) => ({
  before: stack(p, { other: guarded(p) }),
  after: stack(p, { other: { [GUARD]: { guard: GUARD_BLOCK(p) } }, items: {} }),
}));
define("guard-keeps-retention", (p) => {
  const shorter = policy(p, { backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 14 } });
  return { before: stack(p, { other: guarded(p) }), after: stack(p, { other: guarded(p), policies: { daily: shorter } }) };
});
define("guard-keeps-protection", (p) => ({
  before: stack(p, { other: guarded(p) }),
  after: stack(p, { other: guarded(p), items: { web: item(p, "vm-web", { protection_state: "ProtectionStopped" }) } }),
}));
define("guard-added", (p) => ({ before: stack(p), after: stack(p, { other: guarded(p) }) }));
define("guard-retaining-on-destroy", (p) => {
  const features = { recovery_service: { vm_backup_stop_protection_and_retain_data_on_destroy: true } };
  return { before: stack(p, { features, other: guarded(p) }), after: stack(p, { features, other: withoutItem(p), items: {} }) };
});

const moduleOf = (p: Parameters<typeof GUARD_BLOCK>[0]) => {
  const { provider: _, ...config } = stack(p, { items: { web: forEach(p, { web: "vm-web", db: "vm-db" }) } });
  return config;
};
define("module-removed", (p) => ({
  before: { provider: { azurerm: [{ features: [{}] }] }, module: { backup: { source: "./backup" } } },
  after: { provider: { azurerm: [{ features: [{}] }] } },
  modules: { backup: moduleOf(p) },
}));
define("module-moved", (p) => ({
  before: stack(p),
  after: {
    provider: { azurerm: [{ features: [{}] }] },
    module: { backup: { source: "./backup" } },
    moved: [
      { from: `${VAULT}.main`, to: `module.backup.${VAULT}.main` },
      { from: `${POLICY}.daily`, to: `module.backup.${POLICY}.daily` },
      { from: `${ITEM}.web`, to: `module.backup.${ITEM}.web["web"]` },
    ],
  },
  modules: { backup: { ...moduleOf(p), resource: { ...moduleOf(p).resource, [ITEM]: { web: forEach(p, { web: "vm-web" }) } } } },
}));

const key = (p: Place) => {
  const identity = `${p.groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
  return {
    identity: { type: "UserAssigned", identity_ids: [identity] },
    encryption: {
      key_id: "https://kv-app.vault.azure.net/keys/backup",
      infrastructure_encryption_enabled: false,
      use_system_assigned_identity: false,
      user_assigned_identity_id: identity,
    },
  };
};
define("vault-encryption-removed", (p) => ({
  before: stack(p, { vault: key(p) }),
  after: stack(p, { vault: { identity: key(p).identity } }),
}));
define("vault-encryption-after-the-first-vm", (p) => ({
  before: stack(p, { vault: { identity: key(p).identity } }),
  after: stack(p, { vault: key(p) }),
}));
define("vault-group-with-all", (p) => {
  const of = (group: string) => {
    const follow = { resource_group_name: `\${${VAULT}.main.resource_group_name}` };
    const policies = { daily: { ...policy(p), ...follow } };
    return stack(p, { vault: { resource_group_name: group }, policies, items: { web: item(p, "vm-web", follow) } });
  };
  return { before: of(p.group), after: of(`${p.group}-2`) };
});
define("guard-outside-of-the-stack", (p) => {
  const id = `${p.groupId}/providers/Microsoft.DataProtection/resourceGuards/theirs`;
  const association = (dependsOn: string[]) => ({
    [ASSOCIATION]: { guard: { vault_id: `\${${VAULT}.main.id}`, resource_guard_id: id, depends_on: dependsOn } },
  });
  return {
    before: stack(p, { other: association([`${ITEM}.web`, `${POLICY}.daily`]) }),
    after: stack(p, { other: association([`${POLICY}.daily`]), items: {} }),
  };
});
