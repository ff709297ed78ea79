import { Annotations, type ITerraformDependable, type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { DrillSettings } from "../../contract/drill-request";
import { DRILL_VARIABLE } from "../../contract/request-envelope";
import { hookAsset } from "../initial-backup/hook-asset";
import { type InitialBackupRun, initialBackupsOf } from "../initial-backup/initial-backup-runs";
import { WaitFor } from "../initial-backup/initial-backup-options";
import { withoutUndefined } from "../private/defaults";
import { createAfter, dependenciesOf } from "../private/dependencies";
import { expression } from "../private/expression";
import { TerraformData } from "../private/terraform-data";
import type { IProtectedVms } from "../protection/protected-vms-props";
import { sameVmChecksOf } from "../protection/same-vm-check";
import { registerAddition } from "../vault/creation-order";
import type { IRecoveryServicesVault } from "../vault/vault";

interface DrillRun {
  readonly request: object;
  readonly settings: DrillSettings;
  /** The vault and the VMs of the drill. */
  readonly vms: object;
  readonly protectedVms: readonly IProtectedVms[];
  readonly after: readonly ITerraformDependable[];
}

/** Declares the resource that runs a drill once, after the initial backups of its vault. It runs again if it would prove something else. */
export function runDrillOnDeploy(drill: Construct, vault: IRecoveryServicesVault, run: DrillRun): TerraformResource {
  const { request, settings, vms, protectedVms, after } = run;
  const { tag, sample, point, restores, objectiveMinutes, pointAgeHours } = settings;
  const proves = withoutUndefined({ ...vms, tag, sample, point, restores, objectiveMinutes, pointAgeHours });
  const asset = hookAsset(drill, "Hook");
  const resource = new TerraformData(drill, "Resource", {
    triggersReplace: expression`jsonencode(${proves})`,
    dependsOn: dependenciesOf(drill, [...sameVmChecksOf(protectedVms), ...after]),
    provisioner: {
      type: "local-exec",
      // No shell: the path is one argument of node, and the request is never part of a command line.
      interpreter: ["node"],
      command: `\${path.module}/${asset.path}`,
      environment: { [DRILL_VARIABLE]: expression`base64gzip(jsonencode(${request}))` },
    },
  });
  const backups = () => initialBackupsOf(TerraformStack.of(drill), vault);
  createAfter(resource, () => backups().flatMap((backup) => backup.resource ?? []));
  registerAddition(vault, resource);
  drill.node.addValidation({ validate: () => warnIfTooEarly(drill, settings, backups()) });
  return resource;
}

/** Warns of initial backups after which the recovery point of the drill may not exist yet. */
function warnIfTooEarly(drill: Construct, { point }: DrillSettings, backups: readonly InitialBackupRun[]): string[] {
  const enough: readonly string[] = point === "latest" ? [WaitFor.SNAPSHOT, WaitFor.COMPLETED] : [WaitFor.COMPLETED];
  for (const { path, resource, waitFor } of backups) {
    if (resource !== undefined && enough.includes(waitFor)) continue;
    const received = resource === undefined ? "one that the deployment does not run" : `waitFor '${waitFor}'`;
    Annotations.of(drill).addWarning(
      `runOnDeploy should follow initial backups that are waited for until '${enough[0] ?? ""}', got ${received} of '${path}'; ` +
        "a VM without such a recovery point fails the drill",
    );
  }
  return [];
}
