import { isSameName } from "../../azure/case-fold";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { locationRequired } from "../errors/arm-errors";
import {
  assignmentFormUnknown,
  definitionNotFound,
  definitionOutOfScope,
  definitionUnknown,
  parametersMissing,
  parametersUndefined,
  parameterValueInvalid,
} from "../errors/policy-errors";
import { isManagementGroup, scopesBelow } from "../resource-graph/management-groups";
import { member, propertiesOf, requiredText } from "../resources/body";
import type { Json } from "../resources/resource-type";
import { exists, isWithin, scopeOf } from "../resources/scope";
import { isOfGivenVault } from "./built-in-definitions";
import { definitionNamed } from "./definitions";

const IDENTITIES = ["None", "SystemAssigned", "UserAssigned"];
const MODES = ["Default", "DoNotEnforce"];
/** What would change which VMs an assignment takes, and what the emulator does not evaluate. */
const NOT_EVALUATED = ["resourceSelectors", "overrides", "definitionVersion"];

/** Refuses an assignment that Azure refuses, or that the emulator would evaluate in another way than Azure. */
export function checkAssignment(context: Context, assignment: GenericResource): void {
  const definition = definitionOf(context, assignment);
  checkIdentity(context, assignment);
  checkForm(context, assignment);
  checkParameters(assignment, definition);
}

function definitionOf(context: Context, assignment: GenericResource): GenericResource {
  const id = requiredText(assignment, "policyDefinitionId");
  const scope = scopeOf(assignment.id);
  const definition = definitionNamed(context, id);
  if (!definition) throw /^\/providers\/|\/policySetDefinitions\//i.test(id) ? unservedOrMissing(id) : definitionNotFound(id);
  if (isOfGivenVault(definition) && isManagementGroup(context, scope)) {
    throw assignmentFormUnknown(`scope '${scope}' of a definition that supports no management group`);
  }
  const home = scopeOf(definition.id);
  if (home !== "" && !scopesBelow(context, home).some((one) => isWithin(scope, one)))
    throw definitionOutOfScope(id, assignment.id);
  return definition;
}

/** A definition of a management group can be missing; each other id of the tenant is of Azure's own. */
function unservedOrMissing(id: string): Error {
  return /^\/providers\/Microsoft\.Management\/.*\/policyDefinitions\//i.test(id)
    ? definitionNotFound(id)
    : definitionUnknown(id);
}

function checkIdentity(context: Context, { body }: GenericResource): void {
  const identity = member(body, "identity");
  const { type = "None" } = identity;
  if (!IDENTITIES.some((one) => isSameName(one, String(type))))
    throw assignmentFormUnknown(`identity of the type '${String(type)}'`);
  if (isSameName(String(type), "None")) return;
  if (!body["location"]) throw locationRequired("The policy assignment has a managed identity, so it needs a location.");
  if (!isSameName(String(type), "UserAssigned")) return;
  const ids = Object.keys(member(identity, "userAssignedIdentities"));
  const [id = ""] = ids;
  if (ids.length !== 1) throw assignmentFormUnknown(`identity with ${ids.length} user-assigned identities instead of 1`);
  if (!exists(context, id)) throw assignmentFormUnknown(`user-assigned identity '${id}', which does not exist`);
}

function checkForm(context: Context, assignment: GenericResource): void {
  const properties = propertiesOf(assignment);
  const { enforcementMode = "Default", notScopes } = properties;
  const given = NOT_EVALUATED.find((name) => isGiven(properties[name]));
  if (given !== undefined) throw assignmentFormUnknown(`property '${given}'`);
  if (!MODES.some((one) => isSameName(one, String(enforcementMode))))
    throw assignmentFormUnknown(`enforcementMode '${String(enforcementMode)}'`);
  const scopes = scopesBelow(context, scopeOf(assignment.id));
  const wrong = (Array.isArray(notScopes) ? notScopes.map(String) : []).find(
    (one) => !isManagementGroup(context, one) && !scopes.some((scope) => isWithin(one, scope)),
  );
  if (wrong !== undefined) throw assignmentFormUnknown(`notScopes '${wrong}', which is not below its scope`);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function checkParameters(assignment: GenericResource, definition: GenericResource): void {
  const given = member(propertiesOf(assignment), "parameters");
  const declared = member(propertiesOf(definition), "parameters");
  const undeclared = Object.keys(given).filter((name) => declaredAs(declared, name) === undefined);
  if (undeclared.length > 0) throw parametersUndefined(assignment.name, undeclared, definition.name);
  const missing = Object.keys(declared).filter(
    (name) => member(declared, name)["defaultValue"] === undefined && !Object.keys(given).some((one) => isSameName(one, name)),
  );
  if (missing.length > 0) throw parametersMissing(assignment.name, missing, definition.name);
  for (const [name, one] of Object.entries(given)) {
    const { allowedValues } = declaredAs(declared, name) ?? {};
    const value = (one as Json)["value"];
    if (Array.isArray(allowedValues) && !allowedValues.some((allowed) => isSameName(String(allowed), String(value))))
      throw parameterValueInvalid(name, String(value), allowedValues.map(String));
  }
}

/** Azure ignores the case of the names of parameters. */
function declaredAs(declared: Json, name: string): Json | undefined {
  const own = Object.keys(declared).find((one) => isSameName(one, name));
  return own === undefined ? undefined : member(declared, own);
}
