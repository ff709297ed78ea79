import type { RecoveryPoint } from "../vault/recovery-point";
import { formatInstant } from "./duration";

/** The warning for a recovery point that Azure marks as unhealthy. */
export function threatWarning({ id, time, threatStatus, threats }: RecoveryPoint, label: string): string {
  const found = threats.length === 0 ? "" : ` (${threats.join(", ")})`;
  return (
    `Azure marks the recovery point ${time ? formatInstant(time) : id} of '${label}' as ${threatStatus ?? ""}${found}; ` +
    "restore an older one, or into an isolated network"
  );
}
