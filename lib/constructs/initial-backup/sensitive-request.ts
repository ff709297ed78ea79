import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import type { InitialBackupCredential } from "./initial-backup-credential";
import { reportSensitive } from "./sensitive-values";

interface RequestProps {
  readonly credential?: InitialBackupCredential;
  readonly outputName?: string;
}

/**
 * Warns of sensitive parts of a request, because Terraform then hides the output of the program.
 * @param values the other parts of the request, by their names
 */
export function warnIfSensitive(construct: IConstruct, { credential, outputName }: RequestProps, values: object): void {
  const settings = Object.entries(credential ?? {}).map(([name, value]) => [`credential.${name}`, value as unknown]);
  const effect =
    outputName === undefined ? "prints nothing of the program's output" : "refuses the output, which is not sensitive";
  reportSensitive(construct, {
    values: { ...(Object.fromEntries(settings) as object), ...values },
    report: (path) => {
      Annotations.of(construct).addWarning(
        `${path} should be no sensitive value, for which Terraform ${effect}; ` +
          (path.startsWith("credential.") ? "leave it to its ARM_* variable, or take 'sensitive' off" : "take 'sensitive' off"),
      );
    },
  });
}
