import { ServiceError } from "./service-error";

/**
 * The source of a fact: a recorded answer or a user's report ("seen"), Microsoft's documentation or API models ("documented"),
 * what azurerm was observed to need ("azurerm"), or our own choice ("ours").
 */
export type Source = "seen" | "documented" | "azurerm" | "ours";

/** The sources of an error. */
export interface Provenance {
  /** Source of the code. */
  readonly code: Source;
  /**
   * Source of the text.
   * @default - the source of the code
   */
  readonly text?: Source;
  /** The month of the recording or report, or the month in which we read the page: `2026-09`. */
  readonly date: string;
  /** A remark for the reader. */
  readonly note?: string;
}

export interface ErrorFacts {
  readonly status: number;
  readonly code: string;
  /** When the emulator returns it. */
  readonly when: string;
  readonly known: Provenance;
}

export interface ErrorDefinition<A extends readonly unknown[]> extends ErrorFacts {
  readonly text: (...args: A) => string;
  /** Which rule was broken. Azure's own answer does not name the rule. */
  readonly reasons?: (...args: A) => readonly string[];
  /**
   * The code of the reasons.
   * @default - the code of the error
   */
  readonly reasonCode?: string;
}

/** Creates the error. Its facts are those in the fidelity tables. */
export interface ErrorFactory<A extends readonly unknown[]> {
  (...args: A): ServiceError;
  readonly facts: ErrorFacts;
}

export function defineError<A extends readonly unknown[]>(definition: ErrorDefinition<A>): ErrorFactory<A> {
  const { status, code, when, known, text, reasons, reasonCode } = definition;
  const create = (...args: A) => new ServiceError(status, code, text(...args), reasons?.(...args), reasonCode);
  return Object.assign(create, { facts: { status, code, when, known } });
}

/** Creates an error whose code is not in the catalogue: it comes from a fault, the HTTP server or an operation. */
export function errorOf(status: number, code: string, message: string): ServiceError {
  return new ServiceError(status, code, message);
}
