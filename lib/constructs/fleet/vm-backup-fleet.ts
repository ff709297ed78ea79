import { readFileSync } from "node:fs";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { caseFold } from "../../azure/case-fold";
import { DEFAULT_SLOTS } from "../../contract/fleet/assign";
import { assignCommandLine } from "../../contract/fleet/assign-command";
import {
  type AssignmentFile,
  type FleetVault as VaultPlace,
  parseAssignments,
  vaultLabel,
} from "../../contract/fleet/assignment";
import { disagreements } from "../../contract/fleet/disagreements";
import { DEFAULT_TIER_TAG, fleetVms, type FleetVm, type TierRules } from "../../contract/fleet/fleet-vm";
import { requireOptions } from "../private/option-types";
import { throwIfInvalid } from "../private/problems";
import type { VmBackupFleetProps } from "./fleet-options";
import { FLEET_OPTIONS, fleetProblems } from "./fleet-rules";
import { FleetStack } from "./fleet-stack";
import type { AssignedVm } from "./fleet-vault";
import { throwIfMisspelled } from "../private/option-names";

/**
 * Backs up the VMs of an inventory: one stack for each subscription and region, with as many vaults as the VMs need, and policies whose
 * time slots are apart. Each stack can be deployed alone.
 *
 * A VM never moves to another vault because of other VMs, since a move loses its recovery points. Where each VM is stands in a file,
 * which `azure-vm-backup fleet assign` writes and synthesis reads.
 *
 * @example
 * const fleet = new VmBackupFleet(app, "fleet", {
 *   inventory: VmInventory.fromFile("vms.csv"),
 *   assignmentFile: "fleet.assignments",
 *   tiers: {
 *     gold: {
 *       policy: VmBackupPolicyPreset.dailyMonthly1Year({ time: "20:00" }),
 *       initialBackup: RecoveryPointRetention.days(90),
 *     },
 *     silver: { policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }), initialBackup: RecoveryPointRetention.days(30) },
 *   },
 *   defaultTier: "silver",
 * });
 * for (const stack of fleet.stacks) AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
 */
export class VmBackupFleet extends Construct {
  /** The stacks, one for each subscription and region that has a vault. */
  public readonly stacks: FleetStack[];

  /**
   * @param scope the app
   * @throws if the inventory or a prop is wrong, or if the file of assignments does not have exactly the VMs of the inventory
   */
  constructor(scope: Construct, id: string, props: VmBackupFleetProps) {
    super(scope, id);
    const subject = `VmBackupFleet '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ inventory, assignmentFile, tiers }");
    throwIfMisspelled(subject, props, FLEET_OPTIONS);
    const isInStack = this.node.scopes.some((one) => TerraformStack.isStack(one));
    throwIfInvalid(subject, [
      ...(isInStack ? ["scope must be the app, got a construct of a stack; the fleet has its own stacks"] : []),
      ...fleetProblems(props),
    ]);
    const rules = rulesOf(props);
    const { vms, problems } = fleetVms(props.inventory._rows, rules);
    const file = assignmentsIn(props, rules);
    throwIfInvalid(subject, [
      ...problems,
      ...file.problems,
      ...(file.content ? disagreements(vms, file.content, factsOf(props, rules)) : []),
    ]);
    this.stacks = file.content ? this.declareStacks(props, vms, file.content) : [];
  }

  private declareStacks(fleet: VmBackupFleetProps, vms: ReadonlyMap<string, FleetVm>, file: AssignmentFile): FleetStack[] {
    const byVault = new Map<string, AssignedVm[]>();
    for (const [key, [assignment]] of [...file.assignments].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const vm = vms.get(key);
      if (!vm || !assignment) continue;
      const label = vaultLabel(assignment.vault);
      const own = byVault.get(label) ?? [];
      byVault.set(label, own);
      own.push({ id: vm.id, assignment });
    }
    const places = new Map<string, VaultPlace[]>();
    for (const vault of [...file.vaults].sort((one, other) => one.number - other.number)) {
      const place = `${vault.subscriptionId}-${vault.location}`;
      places.set(place, [...(places.get(place) ?? []), vault]);
    }
    return [...places]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([place, vaults]) => {
        const [first] = vaults;
        if (!first) return [];
        const { subscriptionId, location } = first;
        return FleetStack._create(this, `${this.node.id}-${place}`, { fleet, subscriptionId, location, vaults, vms: byVault });
      });
  }
}

function rulesOf({ tiers, tierTag = DEFAULT_TIER_TAG, defaultTier, locations }: VmBackupFleetProps): TierRules {
  return { tiers: Object.keys(tiers), tierTag, defaultTier, locations };
}

function factsOf(
  { inventory, assignmentFile, slots = DEFAULT_SLOTS, centralVaultSubscriptionId: central }: VmBackupFleetProps,
  rules: TierRules,
) {
  const centralSubscriptionId = central === undefined ? undefined : caseFold(central);
  const command = assignCommandLine({
    ...rules,
    inventory: inventory._path ?? "<file with the JSON of VmInventory.toJson()>",
    file: assignmentFile,
    slots,
    centralSubscriptionId,
  });
  return { file: assignmentFile, command, centralSubscriptionId };
}

function assignmentsIn(props: VmBackupFleetProps, rules: TierRules): { content?: AssignmentFile; problems: string[] } {
  const { assignmentFile } = props;
  try {
    return { content: parseAssignments(readFileSync(assignmentFile, "utf8")), problems: [] };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    const { command } = factsOf(props, rules);
    return { problems: [`assignmentFile must name a file that can be read, got '${assignmentFile}' (${code}); run: ${command}`] };
  }
}
