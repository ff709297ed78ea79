import type { BackupPhase } from "../recovery-services/model";
import type { RestorePhase } from "../recovery-services/restores/restore-details";

/** The requests to which a fault applies: by default, all of them. */
export interface FaultMatcher {
  /** HTTP method, such as `POST`. */
  readonly method?: string;
  /** Path without the query, in any letter case. `*` matches any text: `*\/backup` matches every request that starts a backup. */
  readonly path?: string;
  /** Id or name of a VM: the fault applies to requests for the VM and for its protected item. */
  readonly vm?: string;
}

/** How often a fault applies. */
export interface FaultFrequency {
  /**
   * How many times it applies before it is used up, or `always`.
   * @default 1; `always` for latency and lag
   */
  readonly times?: number | "always";
  /**
   * How many matching requests or backups pass before it applies for the first time.
   * @default 0
   */
  readonly skip?: number;
  /**
   * Probability that it applies, from 0 to 1. The emulator's `seed` decides.
   * @default 1
   */
  readonly chance?: number;
}

/** Emulated seconds: one number, or a range `[least, most]` from which the emulator's `seed` chooses. */
export type Seconds = number | readonly [number, number];

/** The answer is an error, and the request changes nothing. */
export interface ErrorFault extends FaultMatcher, FaultFrequency {
  readonly kind: "error";
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** Azure's error code, such as `BMSUserErrorObjectLocked`. */
  readonly code: string;
  /** @default - a sentence that names the code */
  readonly message?: string;
  /**
   * `Retry-After`, in emulated seconds.
   * @default - none is sent
   */
  readonly retryAfter?: number;
}

/** The answer is 429, and the request changes nothing. */
export interface ThrottleFault extends FaultMatcher, FaultFrequency {
  readonly kind: "throttle";
  /**
   * `Retry-After`, in emulated seconds.
   * @default - none is sent, as Azure often does
   */
  readonly retryAfter?: number;
}

/** The connection is reset. */
export interface ResetFault extends FaultMatcher, FaultFrequency {
  readonly kind: "reset";
  /** Before the request has any effect, or after it has its full effect. The client sees no difference. */
  readonly when: "before" | "after";
}

/** The answer is late. */
export interface LatencyFault extends FaultMatcher, FaultFrequency {
  readonly kind: "latency";
  readonly seconds: Seconds;
}

/** The answer is 401, as if the token had expired. */
export interface ExpiredTokenFault extends FaultMatcher, FaultFrequency {
  readonly kind: "expiredToken";
}

/** A request is accepted with 202 as usual, but its operation fails and changes nothing. */
export interface OperationFault extends FaultMatcher, FaultFrequency {
  readonly kind: "operation";
  /** Azure's error code, such as `CloudInternalError`. */
  readonly code: string;
  /** @default - Azure's sentence for the code, if it is known */
  readonly message?: string;
}

/** A backup fails: one on demand, or a scheduled one. */
export interface JobFault extends FaultFrequency {
  readonly kind: "job";
  /**
   * Id or name of the VM.
   * @default - any VM
   */
  readonly vm?: string;
  /** Azure's error code, such as `UserErrorGuestAgentStatusUnavailable`. */
  readonly code: string;
  /**
   * The phase in which it fails. If the snapshot fails, the job fails. If the transfer fails, the job ends with warnings, because
   * the snapshot exists.
   * @default snapshot
   */
  readonly phase?: BackupPhase;
}

/** A restore fails. */
export interface RestoreFault extends FaultFrequency {
  readonly kind: "restore";
  /**
   * Id or name of the VM that is restored.
   * @default - any VM
   */
  readonly vm?: string;
  /** Azure's error code, such as `UserErrorQuotaExceeded`. */
  readonly code: string;
  /** @default - Azure's sentence for the code, if it is known */
  readonly message?: string;
  /**
   * What fails. After a failed transfer, only the container in the staging account exists. In the phase `virtualMachine`, the
   * change to the VM fails, and the restored disks stay.
   * @default transfer
   */
  readonly phase?: RestorePhase;
}

/** Azure's validation of a restore finds a problem. */
export interface RestoreValidationFault extends FaultFrequency {
  readonly kind: "restoreValidation";
  /**
   * Id or name of the VM that is to be restored.
   * @default - any VM
   */
  readonly vm?: string;
  /** Azure's error code. */
  readonly code: string;
  /** @default - Azure's sentence for the code, if it is known */
  readonly message?: string;
}

/** Something that exists is shown only later: a job or a protected item in lists, or the new protection state of an item. */
export interface LagFault {
  readonly kind: "lag";
  readonly of: "jobs" | "items" | "states";
  readonly seconds: Seconds;
  /**
   * Id or name of the VM.
   * @default - any VM
   */
  readonly vm?: string;
}

/** A fault that the emulator injects. */
export type Fault =
  | ErrorFault
  | ThrottleFault
  | ResetFault
  | LatencyFault
  | ExpiredTokenFault
  | OperationFault
  | JobFault
  | RestoreFault
  | RestoreValidationFault
  | LagFault;

export type FaultKind = Fault["kind"];
