import type { ErrorBody } from "../errors/service-error";
import type { ValidationFinding } from "../recovery-services/restores/restore-details";

/** A long-running operation. Its result is decided when it starts, and is shown from `endTime` on. */
export interface Operation {
  readonly id: string;
  /** The id of the resource it works on. */
  readonly resourceId: string;
  readonly startTime: number;
  readonly endTime: number;
  /** The job that the operation has started. */
  readonly jobId?: string;
  readonly error?: ErrorBody;
  /** The `$filter` of the jobs that it exports. */
  readonly filter?: string;
  /** The findings of the validation of a restore. */
  readonly findings?: readonly ValidationFinding[];
  /** The api-version of the request that started it, if the result depends on it. */
  readonly apiVersion?: string;
}
