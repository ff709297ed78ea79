import type { TerraformOutput, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { isChecked } from "../private/checked-props";
import { dependenciesOf } from "../private/dependencies";
import { expression } from "../private/expression";
import { throwIfInvalid } from "../private/problems";
import { addressOf } from "../private/state-block";
import { TerraformData } from "../private/terraform-data";
import type { IProtectedVms } from "../protection/protected-vms-props";
import { sameVmChecksOf } from "../protection/same-vm-check";
import { registerAddition } from "../vault/creation-order";
import { isDeclared } from "../vault/known-vault";
import type { IRecoveryServicesVault } from "../vault/vault";
import { hookAsset } from "./hook-asset";
import { registerInitialBackup } from "./initial-backup-runs";
import { type InitialBackupOptions, RUN_OPTIONS } from "./initial-backup-options";
import { activityProblems, initialBackupProblems, protectedVmsProblems } from "./initial-backup-rules";
import { DEFAULT_WAIT_FOR } from "../../contract/backup-defaults";
import { REQUEST_VARIABLE } from "../../contract/request-envelope";
import { requestOutput } from "./request-output";
import { warnIfSensitive } from "./sensitive-request";
import { sortedItemIds } from "./sorted-item-ids";
import { requestSettings } from "./request-settings";
import { type OptionNames, warnOfMisspelled } from "../private/option-names";
import { requireOptions } from "../private/option-types";

/** Properties of {@link InitialBackup}. */
export interface InitialBackupProps extends InitialBackupOptions {
  /** The protected VMs, all of the same vault; at least one. */
  readonly protectedVms: IProtectedVms[];
}

const OPTIONS: OptionNames<InitialBackupProps> = {
  ...RUN_OPTIONS,
  protectedVms: true,
  retention: true,
  outputName: true,
  runInDeployment: true,
  dependsOn: true,
};

/**
 * Takes the initial backup of protected VMs as part of the deployment. After Terraform has protected the VMs, a program starts an
 * on-demand backup of each VM that has none, and follows the job. It starts no backup of a VM that has a backup, whose backup is running,
 * or whose protection is stopped or suspended.
 *
 * The program runs again if VMs are added or removed, not if another setting changes. Terraform runs it with `node`, 20.9 or newer, in the
 * environment of the deployment: its `ARM_*` variables give it the identity of the azurerm provider.
 *
 * @example
 * new InitialBackup(stack, "InitialBackup", {
 *   protectedVms: [protectedVms],
 *   retention: RecoveryPointRetention.days(90),
 *   waitFor: WaitFor.SNAPSHOT,
 * });
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-first-look-arm#run-an-on-demand-backup-of-azure-vms
 */
export class InitialBackup extends Construct {
  /** The vault that protects the VMs. */
  public readonly vault: IRecoveryServicesVault;

  /**
   * The `terraform_data` resource that runs the program, for settings that this construct does not have; undefined if the deployment does
   * not run it.
   */
  public readonly resource?: TerraformResource;

  /** The output with the request; undefined without an `outputName`. */
  public readonly output?: TerraformOutput;

  constructor(scope: Construct, id: string, props: InitialBackupProps) {
    super(scope, id);
    const subject = `InitialBackup '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ protectedVms, retention }");
    const { protectedVms } = props;
    const problems = isChecked(props)
      ? activityProblems(protectedVms)
      : [...initialBackupProblems(props), ...protectedVmsProblems(protectedVms)];
    throwIfInvalid(subject, problems);

    warnOfMisspelled(this, props, OPTIONS);
    const [first] = protectedVms as [IProtectedVms, ...IProtectedVms[]];
    this.vault = first.vault;
    const itemIds = sortedItemIds(protectedVms);
    const retentions = props.retention._exceptions.map((one) => ({
      retention: one.retention._retention,
      protectedItemIds: one.itemIds,
    }));
    const request = {
      ...requestSettings(props),
      vaultId: this.vault.vaultId,
      protectedItemIds: itemIds,
      ...(retentions.length > 0 && { retentions }),
    };
    if (props.credential !== undefined || !areAttributes(protectedVms)) {
      warnIfSensitive(this, props, { vaultId: this.vault.vaultId, protectedItemIds: itemIds });
    }
    const { outputName, dependsOn } = props;
    if (outputName !== undefined) {
      this.output = requestOutput(this, outputName, { request, dependsOn, description: "What azure-vm-backup is asked to do" });
    }
    const run = { vault: this.vault, waitFor: props.waitFor ?? DEFAULT_WAIT_FOR };
    if (!(props.runInDeployment ?? props.outputName === undefined)) {
      registerInitialBackup(this, run);
      return;
    }
    const asset = hookAsset(this, "Hook");
    this.resource = new TerraformData(this, "Resource", {
      triggersReplace: itemIds,
      dependsOn: dependenciesOf(this, [...sameVmChecksOf(protectedVms), ...(props.dependsOn ?? [])]),
      provisioner: {
        type: "local-exec",
        // No shell: the path is one argument of node, and the request is never part of a command line.
        interpreter: ["node"],
        command: `\${path.module}/${asset.path}`,
        environment: { [REQUEST_VARIABLE]: expression`base64gzip(jsonencode(${request}))` },
      },
    });
    registerAddition(this.vault, this.resource);
    registerInitialBackup(this, { ...run, resource: this.resource });
  }

  /**
   * The address in Terraform of the resource that runs the program. `terraform apply -replace=…` with it runs the program again. Undefined
   * if the deployment does not run the program.
   */
  public get address(): string | undefined {
    return this.resource && addressOf(this.resource);
  }
}

/** Whether the ids of the vault and the items are attributes of resources that the app declares. Those are never sensitive. */
function areAttributes(protectedVms: readonly IProtectedVms[]): boolean {
  for (const vms of protectedVms) {
    if (!isDeclared(vms.vault) || !("resource" in vms) || vms.activeItemIds !== vms.protectedItemIds) return false;
  }
  return true;
}
