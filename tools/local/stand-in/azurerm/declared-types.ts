import { createHash } from "node:crypto";
import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf } from "./arguments";
import { AUTHORIZATION } from "./types/authorization";
import { COMPUTE } from "./types/compute";
import { MONITORING } from "./types/monitoring";
import { NETWORK } from "./types/network";
import { STORAGE } from "./types/storage";

/** The arguments of a resource; a block that occurs once is an object or a list of one. */
export type Arguments = Readonly<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- checked by name only

/** A resource type that azurerm creates by one PUT, or by several. */
export interface DeclaredType {
  /** The arguments that the stand-in knows. */
  readonly known: readonly string[];
  readonly apiVersion: string;
  /** The path of the resource. A resource whose name azurerm draws gets the same one each time. */
  readonly id: (argument: Arguments, at: { readonly subscription: string; readonly drawn: string }) => string;
  readonly body: (argument: Arguments) => object;
  /** A child that azurerm creates with it. */
  readonly child?: (argument: Arguments) => { readonly path: string; readonly body: object };
  /** Attributes beside its arguments and its id. */
  readonly attributes?: (id: string) => object;
}

const TYPES: Readonly<Record<string, DeclaredType>> = { ...AUTHORIZATION, ...COMPUTE, ...MONITORING, ...NETWORK, ...STORAGE };

/** The types that are declared here. */
export const DECLARED_TYPES = Object.keys(TYPES);

/** Creates a resource of a declared type. */
export async function createDeclared(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const { known, apiVersion, id: idOf, body, child, attributes } = TYPES[address.split(".")[0] ?? ""] as DeclaredType;
  const schema = v.strictObject(Object.fromEntries(known.map((name) => [name, v.optional(v.any())])));
  const given: Arguments = argumentsOf(address, schema, config);
  const id = idOf(given, { subscription: arm.subscriptionPath, drawn: drawnName(address) });
  await arm.mustNotExist(id, apiVersion);
  await arm.write("PUT", id, apiVersion, body(given));
  const below = child?.(given);
  if (below) await arm.write("PUT", `${id}/${below.path}`, apiVersion, below.body);
  await arm.read(id, apiVersion);
  return { ...given, ...attributes?.(id), id };
}

/** azurerm draws a GUID. This one depends on the address, so that a second run finds the resource. */
function drawnName(address: string): string {
  const hex = createHash("sha256").update(address).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
