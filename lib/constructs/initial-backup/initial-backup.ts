import { Annotations, Fn, TerraformOutput, type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { dependenciesOf, outputDependenciesOf } from "../private/dependencies";
import { expression } from "../private/expression";
import { throwIfInvalid } from "../private/problems";
import { addressOf } from "../private/state-block";
import { SynthIndex } from "../private/synth-index";
import { TerraformData } from "../private/terraform-data";
import type { IProtectedVms } from "../protection/protected-vms-props";
import { sameVmChecksOf } from "../protection/same-vm-check";
import { registerAddition } from "../vault/creation-order";
import type { IRecoveryServicesVault } from "../vault/vault";
import { hookAsset } from "./hook-asset";
import type { InitialBackupOptions } from "./initial-backup-options";
import { initialBackupProblems, protectedVmsProblems } from "./initial-backup-rules";
import { REQUEST_VARIABLE } from "../../contract/request-envelope";
import { reportSensitive } from "./sensitive-values";
import { requestSettings } from "./request-settings";

/** Properties of {@link InitialBackup}. */
export interface InitialBackupProps extends InitialBackupOptions {
  /** The protected VMs, all of the same vault; at least one. */
  readonly protectedVms: IProtectedVms[];
}

/**
 * Takes the initial backup of protected VMs as part of the deployment: once Terraform has protected the VMs, a program starts an
 * on-demand backup of each VM that has none yet, and follows it. A VM that is backed up, or just being backed up, is left to itself;
 * so is one whose protection is stopped or suspended.
 *
 * It runs again when VMs are added or removed, never because another setting changes. Terraform runs it with `node`, 20.9 or newer,
 * and with the environment of the deployment, whose `ARM_*` variables give it the identity of the azurerm provider.
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

  /** The `terraform_data` resource that runs the program, for whatever this construct does not offer; undefined if the deployment runs none. */
  public readonly resource?: TerraformResource;

  /** The output that holds the request; none without an `outputName`. */
  public readonly output?: TerraformOutput;

  constructor(scope: Construct, id: string, props: InitialBackupProps) {
    super(scope, id);
    const { protectedVms } = props;
    throwIfInvalid(`InitialBackup '${this.node.path}'`, [...initialBackupProblems(props), ...protectedVmsProblems(protectedVms)]);

    this.vault = vaultOf(protectedVms);
    const itemIds = sortedItemIds(protectedVms);
    const request = { ...requestSettings(props), vaultId: this.vault.vaultId, protectedItemIds: itemIds };
    warnIfSensitive(this, props, itemIds);
    if (props.outputName !== undefined) {
      this.output = new TerraformOutput(this, props.outputName, {
        value: request,
        staticId: true,
        dependsOn: outputDependenciesOf(this, props.dependsOn),
        description: "What azure-vm-backup is asked to do",
      });
      const { output } = this;
      this.node.addValidation({ validate: () => outputNameProblems(output) });
    }
    if (!(props.runInDeployment ?? props.outputName === undefined)) return;
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
  }

  /**
   * The address in Terraform of what runs the program, for `terraform apply -replace=…`, which runs it again; undefined if the deployment
   * runs none.
   */
  public get address(): string | undefined {
    return this.resource && addressOf(this.resource);
  }
}

function vaultOf([first]: readonly IProtectedVms[]): IRecoveryServicesVault {
  if (!first) throw new RangeError("protectedVms is empty");
  return first.vault;
}

/** The ids of every item that is backed up, in an order that depends on nothing but themselves and in a type that does not depend on who knows them. */
function sortedItemIds(protectedVms: readonly IProtectedVms[]): string {
  const [first, ...others] = protectedVms.map((vms) => vms.activeItemIds);
  return expression`sort(${others.length === 0 ? first : Fn.concat([first, ...others])})`;
}

/** The outputs of a stack by name. */
const outputs = new SynthIndex((all) => {
  const byName = new Map<string, TerraformOutput[]>();
  const [stack] = all;
  for (const one of all) {
    if (!TerraformOutput.isTerraformOutput(one) || TerraformStack.of(one) !== stack) continue;
    const name = one.friendlyUniqueId;
    byName.set(name, [...(byName.get(name) ?? []), one].slice(0, 2));
  }
  return byName;
});

/** cdktf merges two outputs of one name without a word. */
function outputNameProblems(output: TerraformOutput): string[] {
  const name = output.friendlyUniqueId;
  const first = outputs
    .of(TerraformStack.of(output), output)
    .get(name)
    ?.find((one) => one !== output);
  return first
    ? [`outputName must be unique in the stack, got '${name}', which '${first.node.path}' has too; rename one of the two outputs`]
    : [];
}

/** Says which settings keep the output of the program from being seen. */
function warnIfSensitive(backup: InitialBackup, { credential, outputName }: InitialBackupProps, itemIds: string): void {
  const settings = Object.entries(credential ?? {}).map(([name, value]) => [`credential.${name}`, value as unknown]);
  const effect =
    outputName === undefined ? "prints nothing of the program's output" : "refuses the output, which is not sensitive";
  reportSensitive(backup, {
    values: { ...(Object.fromEntries(settings) as object), vaultId: backup.vault.vaultId, protectedItemIds: itemIds },
    report: (path) => {
      Annotations.of(backup).addWarning(
        `${path} should be no sensitive value, for which Terraform ${effect}; ` +
          (path.startsWith("credential.") ? "leave it to its ARM_* variable, or take 'sensitive' off" : "take 'sensitive' off"),
      );
    },
  });
}
