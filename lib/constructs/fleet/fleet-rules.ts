import { GUID } from "../../azure/guid";
import { DEFAULT_SLOTS } from "../../contract/fleet/assign";
import { TIER_NAME } from "../../contract/fleet/fleet-vm";
import { checkResourceGroupName, checkLocation, checkTags } from "../private/azure-names";
import { RecoveryPointRetention } from "../initial-backup/recovery-point-retention";
import { RUN_OPTIONS } from "../initial-backup/initial-backup-options";
import { initialBackupProblems } from "../initial-backup/initial-backup-rules";
import { POLICY_OPTIONS, policyProblems } from "../policy/policy-rules";
import { checkInstance, checkOptionalInstance } from "../private/instances";
import { checkFlags, checkOptions, isObject } from "../private/option-types";
import {
  checkMember,
  checkNonEmptyUnique,
  checkOptionalWholeNumber,
  checkText,
  checkTextList,
  formatValue,
  literalText,
  memberPath,
  prefixed,
  problem,
} from "../private/problems";
import { RemovalPolicy } from "../protection/removal-policy";
import { StorageRedundancy } from "../vault/storage-redundancy";
import { VaultImmutability } from "../vault/vault-immutability";
import { MONITORING_OPTIONS } from "../vault/vault-rules";
import type { FleetInitialBackupOptions, FleetTier, FleetVaultOptions, VmBackupFleetProps } from "./fleet-options";
import { VmInventory } from "./vm-inventory";
import { EACH_KEY, type OptionNames } from "../private/option-names";

export const DEFAULT_MINUTES_BETWEEN_SLOTS = 30;
const MINUTES_PER_DAY = 24 * 60;
const MAX_SLOTS = MINUTES_PER_DAY / DEFAULT_MINUTES_BETWEEN_SLOTS;

const TIER: OptionNames<FleetTier> = { policy: POLICY_OPTIONS, initialBackup: true };

const VAULT: OptionNames<FleetVaultOptions> = {
  redundancy: true,
  immutability: true,
  monitoring: MONITORING_OPTIONS,
  publicNetworkAccessEnabled: true,
  tags: true,
};

const INITIAL_BACKUP: OptionNames<FleetInitialBackupOptions> = { ...RUN_OPTIONS, runInDeployment: true };

/** The names of the options of a fleet. */
export const FLEET_OPTIONS: OptionNames<VmBackupFleetProps> = {
  inventory: true,
  assignmentFile: true,
  tiers: { [EACH_KEY]: TIER },
  tierTag: true,
  defaultTier: true,
  locations: true,
  centralVaultSubscriptionId: true,
  slots: true,
  minutesBetweenSlots: true,
  vaultNamePrefix: true,
  resourceGroupNamePrefix: true,
  declareResourceGroups: true,
  vault: VAULT,
  removal: true,
  initialBackup: INITIAL_BACKUP,
};

/** Returns what is wrong with the props of a fleet, without its inventory and its file. */
export function fleetProblems(props: VmBackupFleetProps): string[] {
  const { tiers, inventory, locations, centralVaultSubscriptionId, vault, initialBackup } = props;
  const subscription = { allowed: "the GUID of a subscription", remedy: "copy it from the Azure portal" };
  return [
    ...checkInstance("inventory", inventory, VmInventory, "use VmInventory.fromFile(path) or fromMap(vms)"),
    ...literalProblems(props),
    ...tiersProblems(props),
    ...(locations === undefined ? [] : locationProblems(locations)),
    ...(centralVaultSubscriptionId === undefined
      ? []
      : checkText("centralVaultSubscriptionId", centralVaultSubscriptionId, GUID, subscription)),
    ...checkFlags(props, "declareResourceGroups"),
    ...checkMember("removal", props.removal, RemovalPolicy, "RemovalPolicy"),
    ...checkOptions("vault", vault, "{ redundancy: StorageRedundancy.zone() }", vaultProblems),
    ...checkOptions("initialBackup", initialBackup, "{ waitFor: WaitFor.ACCEPTED }", (options) => {
      const { runInDeployment: _given, ...run } = options;
      const retention = RecoveryPointRetention.days(1);
      return [
        ...checkFlags(options, "runInDeployment"),
        ...prefixed("initialBackup", initialBackupProblems({ ...run, retention })),
      ];
    }),
    ...(isObject(tiers) ? slotProblems(props) : []),
  ];
}

function literalProblems(props: VmBackupFleetProps): string[] {
  const rule = { allowed: "a text that is known while the stack is synthesized", remedy: "write it out" };
  const texts = (["tierTag", "defaultTier", "vaultNamePrefix", "resourceGroupNamePrefix", "centralVaultSubscriptionId"] as const)
    .filter((name) => props[name] !== undefined && literalText(props[name]) === undefined)
    .map((name) => problem(name, props[name], rule));
  const { assignmentFile, vaultNamePrefix, resourceGroupNamePrefix, tierTag } = props;
  const prefix = { allowed: "1 to 20 letters, digits and '-', starting with a letter", remedy: "shorten it" };
  return [
    ...(literalText(assignmentFile) === undefined || assignmentFile === ""
      ? [problem("assignmentFile", assignmentFile, { allowed: "the path of a file", remedy: "write it out" })]
      : []),
    ...texts,
    ...(vaultNamePrefix === undefined ? [] : checkText("vaultNamePrefix", vaultNamePrefix, /^[a-z][-a-z0-9]{0,19}$/i, prefix)),
    ...(resourceGroupNamePrefix === undefined ? [] : checkResourceGroupName("resourceGroupNamePrefix", resourceGroupNamePrefix)),
    ...(tierTag === "" ? [problem("tierTag", tierTag, { allowed: "the name of a tag", remedy: "write it out" })] : []),
  ];
}

function locationProblems(locations: string[]): string[] {
  const rule = { allowed: "at least one region, none twice", remedy: "name each once" };
  const problems = [...checkTextList("locations", locations, "regions"), ...checkNonEmptyUnique("locations", locations, rule)];
  return problems.length > 0 ? problems : locations.flatMap((location) => checkLocation("locations", location));
}

function tiersProblems({ tiers, defaultTier }: VmBackupFleetProps): string[] {
  const rule = { allowed: "a map of at least one tier", remedy: "name a tier, such as { daily: { policy, initialBackup } }" };
  if (!isObject(tiers) || Object.keys(tiers).length === 0) return [problem("tiers", tiers, rule)];
  const names = { allowed: "1 to 50 letters, digits and '-', starting with a letter", remedy: "rename the tier" };
  const problems = Object.entries(tiers).flatMap(([name, tier]) => [
    ...(TIER_NAME.test(name) ? [] : [problem("the name of a tier", name, names)]),
    ...tierProblems(memberPath("tiers", name), tier),
  ]);
  if (defaultTier !== undefined && !Object.keys(tiers).includes(defaultTier)) {
    problems.push(
      problem("defaultTier", defaultTier, { allowed: `one of ${Object.keys(tiers).join(", ")}`, remedy: "name a tier" }),
    );
  }
  return problems;
}

function tierProblems(path: string, tier: FleetTier): string[] {
  if (!isObject(tier))
    return [problem(path, tier, { allowed: "an object such as { policy, initialBackup }", remedy: "write it in braces" })];
  const { policy, initialBackup } = tier;
  const retention = checkInstance(
    "initialBackup",
    initialBackup,
    RecoveryPointRetention,
    "use RecoveryPointRetention.days(days)",
  );
  if (!isObject(policy)) {
    const rule = { allowed: "the options of a policy", remedy: "use VmBackupPolicyPreset.daily30Days({ time })" };
    return prefixed(path, [problem("policy", policy, rule), ...retention]);
  }
  const own = (["provider", "dependsOn"] as const)
    .filter((name) => policy[name] !== undefined)
    .map((name) => `${name} must be left out, got a value; each stack of the fleet has its own`);
  return prefixed(path, [...prefixed("policy", [...policyProblems(policy), ...own]), ...retention]);
}

/** The slots of a day must be at different times, and Azure's times of day are on the half hour. */
function slotProblems(props: VmBackupFleetProps): string[] {
  const { slots = DEFAULT_SLOTS, minutesBetweenSlots: minutes = DEFAULT_MINUTES_BETWEEN_SLOTS, tiers } = props;
  const rule = { allowed: `a whole number from 1 to ${MAX_SLOTS}`, remedy: "change it" };
  const problems = checkOptionalWholeNumber("slots", props.slots, 1, MAX_SLOTS, rule);
  if (!Number.isInteger(minutes) || minutes < 30 || minutes % 30 !== 0) {
    problems.push(problem("minutesBetweenSlots", minutes, { allowed: "a multiple of 30", remedy: "use 30, 60 or 120" }));
  }
  if (problems.length > 0) return problems;
  if (slots * minutes > MINUTES_PER_DAY) {
    const allowed = `at most ${MINUTES_PER_DAY / slots} with ${slots} slots, so that all fit into a day`;
    return [problem("minutesBetweenSlots", minutes, { allowed, remedy: "shorten it, or have fewer slots" })];
  }
  return Object.entries(tiers).flatMap(([name, tier]) => {
    const schedule = (tier as Partial<FleetTier> | undefined)?.policy?.schedule;
    if (schedule?._later === undefined || schedule._later((slots - 1) * minutes)) return [];
    const allowed = `so early that ${slots} slots of ${minutes} minutes end before midnight`;
    return [
      `${memberPath("tiers", name)}.policy.schedule must start ${allowed}, got ${formatValue(schedule._time)}; start earlier, since a weekly backup would move to another day`,
    ];
  });
}

function vaultProblems(options: FleetVaultOptions): string[] {
  const { redundancy, immutability, tags } = options;
  return prefixed("vault", [
    ...checkOptionalInstance("redundancy", redundancy, StorageRedundancy, "use StorageRedundancy.local(), zone() or geo()"),
    ...checkOptionalInstance("immutability", immutability, VaultImmutability, "use VaultImmutability.unlocked()"),
    ...checkFlags(options, "publicNetworkAccessEnabled"),
    ...checkTags("tags", tags),
  ]);
}
