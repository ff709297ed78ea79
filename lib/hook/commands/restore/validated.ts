import { ArmError } from "../../arm/arm-error";
import type { PreparedRestore } from "../../restore/prepare";
import type { RestoreFinding } from "../../restore/restore-region";

/** What Azure finds in a restore; undefined if it could not be asked, which keeps nobody from restoring. */
export async function validated(
  { region, item, point, body }: PreparedRestore,
  note: (line: string) => void,
): Promise<readonly RestoreFinding[] | undefined> {
  try {
    const findings = await region.validate({ itemId: item.id, pointId: point.id, body });
    if (findings === undefined)
      note("warning: Azure validates no restores in a secondary region; what is wrong shows when it starts");
    return findings;
  } catch (error) {
    if (!(error instanceof ArmError) || error.status === 401) throw error;
    note(`warning: ${error.message}; the restore is not validated before it is started`);
    return undefined;
  }
}
