import { ArmError } from "../arm/arm-error";
import type { PreparedRestore } from "./prepare";
import type { RestoreFinding } from "./restore-region";

/** Returns the problems that Azure finds in a restore; undefined, with a warning, if Azure could not validate it. */
export async function validated(
  { region, item, point, body }: PreparedRestore,
  note: (line: string) => void,
): Promise<readonly RestoreFinding[] | undefined> {
  try {
    const findings = await region.validate({ itemId: item.id, pointId: point.id, body });
    if (findings === undefined)
      note("warning: Azure does not validate restores in a secondary region; problems show when the restore starts");
    return findings;
  } catch (error) {
    if (!(error instanceof ArmError) || error.status === 401) throw error;
    note(`warning: ${error.message}; the restore starts without validation`);
    return undefined;
  }
}
