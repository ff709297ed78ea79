import type { ErrorBody } from "../errors/service-error";
import type { ValidationFinding } from "../recovery-services/restores/restore-details";

/** A long-running operation: what it will come to is settled when it starts, and shown once its time has come. */
export interface Operation {
  readonly id: string;
  /** The id of the resource it works on. */
  readonly resourceId: string;
  readonly startTime: number;
  readonly endTime: number;
  /** The job that the operation has started. */
  readonly jobId?: string;
  readonly error?: ErrorBody;
  /** The jobs that it exports. */
  readonly filter?: string;
  /** What the validation of a restore has found. */
  readonly findings?: readonly ValidationFinding[];
  /** The api-version it was asked for with, if what it leads to depends on that. */
  readonly apiVersion?: string;
}
