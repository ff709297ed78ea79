import type { ErrorBody } from "../errors/service-error";

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
  /** The api-version it was asked for with, if what it leads to depends on that. */
  readonly apiVersion?: string;
}
