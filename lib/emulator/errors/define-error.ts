import { ServiceError } from "./service-error";

/**
 * Where something is known from: a recorded answer or a report of a user ("seen"), Microsoft's documentation or API models
 * ("documented"), what azurerm was watched to need ("azurerm"), or nowhere ("ours").
 */
export type Source = "seen" | "documented" | "azurerm" | "ours";

/** How an error is known. */
export interface Provenance {
  /** Where its code is known from. */
  readonly code: Source;
  /**
   * Where its text is known from.
   * @default - where its code is known from
   */
  readonly text?: Source;
  /** The month of the recording, report or page, or of our reading: `2026-09`. */
  readonly date: string;
  /** What the reader has to know besides. */
  readonly note?: string;
}

export interface ErrorFacts {
  readonly status: number;
  readonly code: string;
  /** When the emulator answers it. */
  readonly when: string;
  readonly known: Provenance;
}

export interface ErrorDefinition<A extends readonly unknown[]> extends ErrorFacts {
  readonly text: (...args: A) => string;
  /** Which rule was broken, which Azure leaves unsaid. */
  readonly reasons?: (...args: A) => readonly string[];
}

/** Makes the error; its facts are those that the fidelity tables show. */
export interface ErrorFactory<A extends readonly unknown[]> {
  (...args: A): ServiceError;
  readonly facts: ErrorFacts;
}

export function defineError<A extends readonly unknown[]>(definition: ErrorDefinition<A>): ErrorFactory<A> {
  const { status, code, when, known, text, reasons } = definition;
  const create = (...args: A) => new ServiceError(status, code, text(...args), reasons?.(...args));
  return Object.assign(create, { facts: { status, code, when, known } });
}

/** An error whose code comes from elsewhere: from a fault that was asked for, from the HTTP server, from an operation. */
export function errorOf(status: number, code: string, message: string): ServiceError {
  return new ServiceError(status, code, message);
}
