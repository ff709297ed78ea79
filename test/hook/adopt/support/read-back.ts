import { Attributes } from "../../../../lib/hook/explain-plan/attributes";
import { policyRules } from "../../../../lib/hook/explain-plan/policy";
import { type Compared, type ComparedItem, normalized } from "./compared";
import type { GeneratedStack } from "./run-generated";

const POLICY = "azurerm_backup_policy_vm";
const ITEM = "azurerm_backup_protected_vm";

interface Override {
  readonly backup_policy_id?: string | null;
  readonly protection_state?: string;
  readonly include_disk_luns?: readonly number[];
  readonly exclude_disk_luns?: readonly number[];
}

/** Reads what a synthesized stack declares and imports. */
export function readBack(stack: GeneratedStack): Compared {
  const idOf = new Map(stack.import.map(({ to, id }) => [to, id]));
  return { vault: vaultIn(stack, idOf), policies: policiesIn(stack, idOf), items: itemsIn(stack, idOf) };
}

function vaultIn({ resource }: GeneratedStack, idOf: ReadonlyMap<string, string>): Record<string, unknown> {
  const [[label, block] = ["", {}]] = Object.entries(resource["azurerm_recovery_services_vault"] ?? {});
  const { lifecycle: _ours, tags = {}, ...settings } = block;
  const plain = Object.entries(tags as Record<string, string>).map((tag) =>
    tag.map((text) => text.replace(/([$%])\1\{/g, "$1{")),
  );
  return { id: idOf.get(`azurerm_recovery_services_vault.${label}`), ...settings, tags: Object.fromEntries(plain) as unknown };
}

function policiesIn({ resource }: GeneratedStack, idOf: ReadonlyMap<string, string>): Record<string, unknown> {
  const blocks = Object.entries(resource[POLICY] ?? {});
  return Object.fromEntries(
    blocks.map(([label, block]) => {
      const rules = policyRules(new Attributes(block));
      if (!rules) throw new Error(`no rules in ${label}`);
      const { timeZoneName, ...compared } = rules;
      const { tiering_policy: tiering, instant_restore_resource_group: group, consistency_type: consistency } = block;
      return [
        idOf.get(`${POLICY}.${label}`) ?? "",
        { ...{ rules: normalized(compared), timeZoneName }, ...{ tiering, group, consistency } },
      ];
    }),
  );
}

function itemsIn(stack: GeneratedStack, idOf: ReadonlyMap<string, string>): Record<string, ComparedItem> {
  const [[label, block] = ["", {}]] = Object.entries(stack.resource[ITEM] ?? {});
  const local = (name: RegExp): unknown => Object.entries(stack.locals ?? {}).find(([key]) => name.test(key))?.[1];
  const vmIds = (local(/_VmIds_/) ?? {}) as Record<string, string>;
  const overrides = (local(/_VmOverrides_/) ?? {}) as Record<string, Override>;
  const policyIn = (text: unknown): string | undefined => {
    const [, policy] = new RegExp(`${POLICY}\\.(\\w+)\\.id`).exec(JSON.stringify(text)) ?? [];
    return policy === undefined ? undefined : idOf.get(`${POLICY}.${policy}`);
  };
  const shared = policyIn([block["backup_policy_id"], local(/_VmSettings_/)]);
  return Object.fromEntries(
    Object.entries(vmIds).map(([key, vmId]) => {
      const own = overrides[key] ?? {};
      const { backup_policy_id: policy } = own;
      const id = idOf.get(`${ITEM}.${label}["${key}"]`) ?? `no import of ${key}`;
      return [
        id.toLowerCase(),
        {
          vmId,
          policy: policy === undefined ? shared : policyIn(policy),
          state: own.protection_state ?? "Protected",
          include: own.include_disk_luns,
          exclude: own.exclude_disk_luns,
        },
      ];
    }),
  );
}
