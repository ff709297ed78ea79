import { hasUnseen } from "../code/escaped";
import { list, object, type Property } from "../code/printed";
import { immutabilityOf, skuOf, TAG_NAME } from "../vault-code";
import { type Arguments, flagOf, literalsOf, textOf } from "./arguments";
import { type Block, blockIn } from "./stack-json";
import { Obstacle, type Writer } from "./writer";

/** Takes the arguments of a vault that the library has props for. What is unusual remains for an override. */
export function takeVault(args: Arguments, writer: Writer): Property[] {
  const { library } = writer;
  const name = (argument: string, key: string): Property => {
    const value = textOf(args.take(argument));
    if (value === undefined) throw new Obstacle(`its ${argument} is not a text`);
    return { key, value: writer.text(value) };
  };
  const known = <T extends string>(argument: string, values: readonly T[], codeOf: (value: T) => Property[]): Property[] =>
    args.takeIf(argument, (value) => {
      const found = values.find((one) => one === value);
      return found && codeOf(found);
    }) ?? [];
  return [
    name("name", "vaultName"),
    name("resource_group_name", "resourceGroupName"),
    name("location", "location"),
    ...known("sku", ["Standard", "RS0"], (sku) => skuOf({ sku }, library, [])),
    ...redundancy(args, writer),
    ...known("immutability", ["Disabled", "Unlocked", "Locked"], (immutability) => immutabilityOf({ immutability }, library, [])),
    ...FLAGS.flatMap(([argument, key]) => args.takeIf(argument, (value) => flagProperty(key, value)) ?? []),
    ...identityAndEncryption(args, writer),
    ...(args.takeIf("monitoring", monitoring) ?? []),
    ...(args.takeIf("tags", (value) => textsProperty("tags", value, writer)) ?? []),
    ...(args.takeIf("timeouts", (value) => textsProperty("timeouts", blockIn(value), writer)) ?? []),
  ];
}

const FLAGS = [
  ["soft_delete_enabled", "softDeleteEnabled"],
  ["public_network_access_enabled", "publicNetworkAccessEnabled"],
  ["classic_vmware_replication_enabled", "classicVmwareReplicationEnabled"],
] as const;

function flagProperty(key: string, value: unknown): Property[] | undefined {
  const flag = flagOf(value);
  return flag === undefined ? undefined : [{ key, value: String(flag) }];
}

function redundancy(args: Arguments, { library }: Writer): Property[] {
  const [type, restore] = [args.peek("storage_mode_type"), args.peek("cross_region_restore_enabled")];
  const flag = flagOf(restore);
  const isGeo = type === "GeoRedundant" || (type === undefined && flag !== undefined);
  const method = isGeo ? "geo" : type === "ZoneRedundant" ? "zone" : type === "LocallyRedundant" ? "local" : undefined;
  if (method === undefined || (restore !== undefined && flag === undefined) || (!isGeo && flag === true)) return [];
  args.take("storage_mode_type");
  args.take("cross_region_restore_enabled");
  const options = isGeo && flag !== undefined ? [object([{ key: "crossRegionRestore", value: String(flag) }])] : [];
  return [{ key: "redundancy", value: library.call("StorageRedundancy", method, options) }];
}

interface Identity {
  readonly type: string;
  readonly ids: readonly string[];
}

function identityAndEncryption(args: Arguments, writer: Writer): Property[] {
  const identity = identityIn(args.peek("identity"));
  if (!identity) return [];
  args.take("identity");
  const ids = identity.type === "SystemAssigned" ? [] : [list(identity.ids.map((id) => writer.text(id)))];
  const code = writer.library.call("VaultIdentity", METHODS[identity.type as keyof typeof METHODS], ids);
  const encryption = args.takeIf("encryption", (block) => encryptionOf(blockIn(block), identity, writer));
  return [{ key: "identity", value: code }, ...(encryption ?? [])];
}

const METHODS = {
  SystemAssigned: "systemAssigned",
  UserAssigned: "userAssigned",
  "SystemAssigned, UserAssigned": "systemAndUserAssigned",
} as const;

function identityIn(value: unknown): Identity | undefined {
  const { type, identity_ids: ids = [] } = blockIn(value) ?? {};
  if (typeof type !== "string" || !Object.hasOwn(METHODS, type)) return undefined;
  if (!Array.isArray(ids ?? []) || !((ids ?? []) as unknown[]).every((id) => typeof id === "string")) return undefined;
  const texts = (ids ?? []) as string[];
  return texts.length > 0 === type.includes("User") ? { type, ids: texts } : undefined;
}

const ENCRYPTION = ["key_id", "infrastructure_encryption_enabled", "user_assigned_identity_id", "use_system_assigned_identity"];

function encryptionOf(block: Block | undefined, { type, ids }: Identity, writer: Writer): Property[] | undefined {
  if (!block || Object.keys(block).some((name) => !ENCRYPTION.includes(name))) return undefined;
  const [keyId, reader] = [textOf(block["key_id"]), textOf(block["user_assigned_identity_id"])];
  const isDouble = flagOf(block["infrastructure_encryption_enabled"]);
  const byVault = flagOf(block["use_system_assigned_identity"] ?? true);
  const fits = reader === undefined ? byVault === true && type.includes("System") : byVault === false && ids.includes(reader);
  if (keyId === undefined || isDouble === undefined || !fits) return undefined;
  const options: Property[] = [
    { key: "keyId", value: writer.text(keyId) },
    ...(reader === undefined ? [] : [{ key: "userAssignedIdentityId", value: writer.text(reader) }]),
    ...(isDouble ? [{ key: "infrastructureEncryptionEnabled", value: "true" }] : []),
  ];
  const method = reader === undefined ? "bySystemAssignedIdentity" : "byUserAssignedIdentity";
  return [{ key: "encryption", value: writer.library.call("VaultEncryption", method, [object(options)]) }];
}

const ALERTS: Readonly<Record<string, string>> = {
  alerts_for_all_job_failures_enabled: "alertsForAllJobFailuresEnabled",
  alerts_for_critical_operation_failures_enabled: "alertsForCriticalOperationFailuresEnabled",
};

function monitoring(value: unknown): Property[] | undefined {
  const properties: Property[] = [];
  const block = blockIn(value);
  if (!block) return undefined;
  for (const [name, alert] of Object.entries(block)) {
    const [key, flag] = [ALERTS[name], flagOf(alert)];
    if (key === undefined || flag === undefined) return undefined;
    properties.push({ key, value: String(flag) });
  }
  return properties.length === 0 ? undefined : [{ key: "monitoring", value: object(properties) }];
}

/** A map of texts, whose names are literals. */
function textsProperty(key: string, value: unknown, writer: Writer): Property[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const properties: Property[] = [];
  for (const [name, one] of Object.entries(value)) {
    const isPlain = literalsOf([name]) !== undefined && TAG_NAME.test(name) && !hasUnseen(name + String(one));
    if (!isPlain || (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean")) return undefined;
    properties.push({ key: name, value: writer.text(String(one)) });
  }
  return properties.length === 0 ? undefined : [{ key, value: object(properties) }];
}
