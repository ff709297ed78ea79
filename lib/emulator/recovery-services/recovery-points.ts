import type { App } from "../app";
import { ArmError } from "../arm/error";
import { page } from "../arm/paging";
import { azureTime } from "../arm/times";
import type { Context } from "../context";
import { parseFilter, parseFilterDate } from "./filter";
import type { Job, ProtectedItem } from "./model";
import { ITEM, findItem, type ItemParams } from "./items";
import { backupsOf } from "./protection-state";

/** What a backup leaves behind once its snapshot is taken. */
export interface RecoveryPoint {
  readonly name: string;
  /** When its snapshot was taken. */
  readonly time: number;
  /** Whether it is in the vault, not only a snapshot beside the VM. */
  readonly vaulted: boolean;
  readonly expiry: number;
}

interface PointsRoute {
  Params: ItemParams;
  Querystring: { $filter?: string };
}

interface PointRoute {
  Params: ItemParams & { recoveryPointId: string };
}

/** The recovery points that an item has now, newest first: they are what its backups have got to, less what has expired. */
export function recoveryPointsOf(context: Context, item: ProtectedItem): RecoveryPoint[] {
  const now = context.clock.now();
  return backupsOf(context, item)
    .flatMap((job) => pointOf(job, now) ?? [])
    .filter(({ expiry }) => now < expiry)
    .reverse();
}

function pointOf({ tasks, backup }: Job, now: number): RecoveryPoint | undefined {
  const [snapshot, transfer] = tasks;
  if (!snapshot || !backup || snapshot.outcome !== "Completed" || now < snapshot.endTime) return undefined;
  return {
    name: String(Math.floor(snapshot.endTime) * 10_000),
    time: snapshot.endTime,
    vaulted: transfer?.outcome === "Completed" && now >= transfer.endTime,
    expiry: backup.expiry,
  };
}

export function serveRecoveryPoints(app: App, context: Context): void {
  app.get<PointsRoute>(`${ITEM}/recoveryPoints`, (request) => {
    const item = findItem(context, request.params);
    const filter = parseFilter(request.query.$filter, ["startDate", "endDate"] as const);
    const from = filter.startDate === undefined ? -Infinity : parseFilterDate(filter.startDate);
    const to = filter.endDate === undefined ? Infinity : parseFilterDate(filter.endDate);
    const points = recoveryPointsOf(context, item).filter(({ time }) => time >= from && time <= to);
    const { value, nextLink } = page(context, request, points, ({ time }) => String(Number.MAX_SAFE_INTEGER - Math.floor(time)));
    return { value: value.map((point) => view(item, point)), nextLink };
  });

  app.get<PointRoute>(`${ITEM}/recoveryPoints/:recoveryPointId`, ({ params }) => {
    const item = findItem(context, params);
    const point = recoveryPointsOf(context, item).find(({ name }) => name === params.recoveryPointId);
    if (!point)
      throw new ArmError(404, "BMSUserErrorRecoveryPointNotFound", `Recovery point '${params.recoveryPointId}' not found.`);
    return view(item, point);
  });
}

function view(item: ProtectedItem, { name, time, vaulted, expiry }: RecoveryPoint): Record<string, unknown> {
  return {
    id: `${item.id}/recoveryPoints/${name}`,
    name,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints",
    properties: {
      objectType: "IaasVMRecoveryPoint",
      recoveryPointType: "AppConsistent",
      recoveryPointTime: azureTime(time),
      recoveryPointAdditionalInfo: "",
      sourceVMStorageType: "NormalStorage",
      isSourceVMEncrypted: false,
      isInstantIlrSessionActive: false,
      recoveryPointTierDetails: ["InstantRP", ...(vaulted ? ["HardenedRP"] : [])].map((type) => ({ type, status: "Valid" })),
      isManagedVirtualMachine: true,
      originalStorageAccountOption: false,
      recoveryPointProperties: { expiryTime: azureTime(expiry), isSoftDeleted: false },
    },
  };
}
