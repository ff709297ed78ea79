import { isLike } from "../../azure/backup-policy-definitions";
import { caseFold, isSameName } from "../../azure/case-fold";
import { regionName } from "../../azure/region";
import { policyFormUnknown } from "../errors/policy-errors";
import type { Json } from "../resources/resource-type";
import { type Scope, valueOf } from "./expression";

/** The conditions of policy rules. A condition that the emulator does not have is refused by name, since it would answer wrongly. */

type Operator = (actual: unknown, wanted: unknown) => boolean;

/** A value as policies compare it. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const equals: Operator = (actual, wanted) => isSameName(asText(actual), String(wanted));
const isIn: Operator = (actual, wanted) =>
  actual !== undefined && Array.isArray(wanted) && wanted.some((one) => equals(actual, one));
const like: Operator = (actual, wanted) => isLike(asText(actual), String(wanted));
const contains: Operator = (actual, wanted) => caseFold(asText(actual)).includes(caseFold(String(wanted)));
const exists: Operator = (actual, wanted) => (actual !== undefined) === (String(wanted) === "true");

const OPERATORS: Readonly<Record<string, Operator>> = {
  equals,
  in: isIn,
  like,
  contains,
  exists,
  notequals: (actual, wanted) => !equals(actual, wanted),
  notin: (actual, wanted) => !isIn(actual, wanted),
  notlike: (actual, wanted) => !like(actual, wanted),
  notcontains: (actual, wanted) => !contains(actual, wanted),
};

/** Azure compares regions whatever their form: `West Europe` is `westeurope`. */
function sameForm(region: unknown): unknown {
  if (Array.isArray(region)) return region.map(sameForm);
  return typeof region === "string" ? regionName(region) : region;
}

/** Whether a condition holds. Every part of it is evaluated, so that no part that is unknown stays hidden. */
export function holds(condition: Json, scope: Scope): boolean {
  const { allOf, anyOf, not, field, value, ...operators } = condition as Record<string, unknown>;
  const parts = (list: unknown) => (list as readonly Json[]).map((one) => holds(one, scope));
  if (Array.isArray(allOf)) return parts(allOf).every((one) => one);
  if (Array.isArray(anyOf)) return parts(anyOf).some((one) => one);
  if (not !== undefined) return !holds(not as Json, scope);
  const [[name, wanted] = ["", undefined], ...others] = Object.entries(operators);
  const operator = OPERATORS[name.toLowerCase()];
  if (!operator || others.length > 0 || (field === undefined) === (value === undefined)) {
    throw policyFormUnknown(`condition '${Object.keys(condition).join(", ")}'`);
  }
  if (field === undefined) return operator(valueOf(value, scope), valueOf(wanted, scope));
  const fieldName = String(valueOf(field, scope));
  const asCompared = isSameName(fieldName, "location") ? sameForm : (one: unknown) => one;
  return operator(asCompared(scope.field(fieldName)), asCompared(valueOf(wanted, scope)));
}
