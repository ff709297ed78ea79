import * as arm from "./arm-errors";
import * as backups from "./backup-errors";
import type { Provenance } from "./define-error";
import * as emulator from "./emulator-errors";
import * as entra from "./entra-errors";
import * as graph from "./graph-errors";
import * as items from "./item-errors";
import { JOB_ERRORS } from "./job-errors";
import * as policies from "./policy-errors";
import * as resources from "./resource-errors";
import * as restores from "./restore-errors";
import * as vaults from "./vault-errors";

/** An error of the emulator, for the tables in docs/emulator-fidelity.md. */
export interface CataloguedError {
  readonly code: string;
  /** The HTTP status. An error of a job has none. */
  readonly status?: number;
  /** When the emulator returns it. */
  readonly when: string;
  readonly known: Provenance;
}

export interface CatalogueSection {
  readonly title: string;
  readonly errors: readonly CataloguedError[];
}

/** The errors that the emulator returns, by topic. */
export const ERROR_CATALOGUE: readonly CatalogueSection[] = [
  { title: "Sign-in", errors: signInErrors() },
  section("Requests", arm),
  section("Vaults", vaults),
  section("Policies and protected items", items),
  section("Backups, jobs and recovery points", backups),
  section("Restores", restores),
  { title: "Errors that jobs end with", errors: jobErrors() },
  section("Other resources", resources),
  section("Azure Policy", policies),
  section("Resource Graph and management groups", graph),
  section("The emulator itself", emulator),
];

function section(title: string, errors: Readonly<Record<string, { readonly facts: CataloguedError }>>): CatalogueSection {
  return { title, errors: Object.values(errors).map(({ facts }) => facts) };
}

function signInErrors(): CataloguedError[] {
  return Object.values(entra).map(({ facts: { number, ...facts } }) => ({ ...facts, code: `AADSTS${number}` }));
}

function jobErrors(): CataloguedError[] {
  return Object.entries(JOB_ERRORS).map(([code, { text, known }]) => ({ code, when: `"${text}"`, known }));
}
