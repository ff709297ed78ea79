import type { BackupPhase } from "../recovery-services/model";
import type { RestorePhase } from "../recovery-services/restores/restore-details";

/** Which requests a fault is for; without any of these, for all of them. */
export interface FaultMatcher {
  /** HTTP method, such as `POST`. */
  readonly method?: string;
  /** Path without its query, in any case; `*` stands for anything, so that every trigger of a backup ends in `*\/backup`. */
  readonly path?: string;
  /** A VM by its id or its name: requests for it and for its protected item. */
  readonly vm?: string;
}

/** How often a fault is met. */
export interface FaultFrequency {
  /**
   * How many times it is met before it is used up, or `always`.
   * @default 1; `always` for latency and lag
   */
  readonly times?: number | "always";
  /**
   * How many times it lets pass what it is for, before it is met first.
   * @default 0
   */
  readonly skip?: number;
  /**
   * How likely it is met, from 0 to 1; the emulator's `seed` decides.
   * @default 1
   */
  readonly chance?: number;
}

/** Emulated seconds: so many, or from the first to the second as the emulator's `seed` decides. */
export type Seconds = number | readonly [number, number];

/** The answer is an error, and nothing was changed. */
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

/** The answer is 429, and nothing was changed. */
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
  /** Before the request did anything, or after it did all of it: the client cannot tell. */
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

/** A backup fails, on demand or scheduled. */
export interface JobFault extends FaultFrequency {
  readonly kind: "job";
  /**
   * The VM by its id or its name.
   * @default - any
   */
  readonly vm?: string;
  /** Azure's error code, such as `UserErrorGuestAgentStatusUnavailable`. */
  readonly code: string;
  /**
   * The phase in which it fails. A failed snapshot fails the job; a failed transfer ends it with warnings, for the snapshot
   * is there.
   * @default snapshot
   */
  readonly phase?: BackupPhase;
}

/** A restore fails. */
export interface RestoreFault extends FaultFrequency {
  readonly kind: "restore";
  /**
   * The VM that is restored, by its id or its name.
   * @default - any
   */
  readonly vm?: string;
  /** Azure's error code, such as `UserErrorQuotaExceeded`. */
  readonly code: string;
  /** @default - Azure's sentence for the code, if it is known */
  readonly message?: string;
  /**
   * What fails: the transfer, after which nothing is there but the container in the staging account; or what is done to a virtual
   * machine with the restored disks, which stay.
   * @default transfer
   */
  readonly phase?: RestorePhase;
}

/** Azure's validation of a restore finds something. */
export interface RestoreValidationFault extends FaultFrequency {
  readonly kind: "restoreValidation";
  /**
   * The VM that is to be restored, by its id or its name.
   * @default - any
   */
  readonly vm?: string;
  /** Azure's error code. */
  readonly code: string;
  /** @default - Azure's sentence for the code, if it is known */
  readonly message?: string;
}

/** What exists already is seen only later: jobs or protected items in lists, or the new protection state of an item. */
export interface LagFault {
  readonly kind: "lag";
  readonly of: "jobs" | "items" | "states";
  readonly seconds: Seconds;
  /**
   * The VM by its id or its name.
   * @default - any
   */
  readonly vm?: string;
}

/** Something that goes wrong on request. */
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
