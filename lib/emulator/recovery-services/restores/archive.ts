import * as v from "valibot";
import type { App } from "../../app";
import { startOperation } from "../../arm/operations";
import type { Context } from "../../context";
import { pointNotReadyForMove, restoreInputInvalid } from "../../errors/restore-errors";
import { operationError } from "../../faults/operation-fault";
import { checkedBody } from "../../strictness/body";
import { acceptItemOperation } from "../items/item-operations";
import { ITEM, findItem, type ItemParams } from "../items/items";
import { backupOfPoint, findPoint } from "../recovery-points/recovery-points";
import { moveReadiness } from "./archive-tier";

interface MoveRoute {
  Params: ItemParams & { recoveryPointId: string };
  Querystring: { "api-version": string };
  Body: unknown;
}

const SECONDS_TO_MOVE = 60;

const moveSchema = v.strictObject({
  objectType: v.nullish(v.string()),
  sourceTierType: v.optional(v.string()),
  targetTierType: v.optional(v.string()),
});

/** Serves the move of a recovery point from the vault to the archive tier. */
export function serveArchive(app: App, context: Context): void {
  app.post<MoveRoute>(`${ITEM}/recoveryPoints/:recoveryPointId/move`, (request, reply) => {
    const item = findItem(context, request.params);
    const point = findPoint(context, item, request.params.recoveryPointId);
    const { sourceTierType, targetTierType } = checkedBody(moveSchema, request.body, "MoveRPAcrossTiersRequest");
    if (sourceTierType !== "HardenedRP" || targetTierType !== "ArchivedRP") {
      throw restoreInputInvalid("a recovery point can only move from HardenedRP to ArchivedRP");
    }
    const { isReadyForMove, additionalInfo } = moveReadiness(context, point);
    if (!isReadyForMove) throw pointNotReadyForMove(additionalInfo);
    const error = operationError(context, request);
    const backup = backupOfPoint(context, item, point);
    if (backup?.backup && !error) {
      const archivedAt = context.clock.now() + SECONDS_TO_MOVE * 1000;
      context.state.jobs.replace({ ...backup, backup: { ...backup.backup, archivedAt } });
    }
    const operation = startOperation(context, { resourceId: item.id, seconds: SECONDS_TO_MOVE, error });
    return acceptItemOperation(reply, context, operation, {
      apiVersion: request.query["api-version"],
      retryAfter: undefined,
    });
  });
}
