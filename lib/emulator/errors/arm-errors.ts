import { defineError } from "./define-error";

/** Errors of Azure Resource Manager: authentication, permissions, the form of a request, resources that do not exist. */

const documented = (date: string) => ({ code: "documented", date }) as const;

export const authenticationMissing = defineError({
  status: 401,
  code: "AuthenticationFailed",
  when: "a request has no token",
  known: documented("2026-11"),
  text: () => "Authentication failed. The 'Authorization' header is missing.",
});

export const tokenInvalid = defineError({
  status: 401,
  code: "InvalidAuthenticationToken",
  when: "the emulator did not issue the token",
  known: documented("2026-11"),
  text: () => "The access token is invalid.",
});

export const tokenExpired = defineError({
  status: 401,
  code: "ExpiredAuthenticationToken",
  when: "a token has expired",
  known: documented("2026-11"),
  text: (expiry: Date, now: Date) =>
    `The access token expiry UTC time '${expiry.toISOString()}' is earlier than current UTC time '${now.toISOString()}'.`,
});

export const tokenForAnotherAudience = defineError({
  status: 401,
  code: "InvalidAuthenticationTokenAudience",
  when: "a token is for another resource",
  known: documented("2026-11"),
  text: (audience: string, origin: string) =>
    `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences '${origin}','${origin}/'.`,
});

export const authorizationFailed = defineError({
  status: 403,
  code: "AuthorizationFailed",
  when: "no role of the caller allows the action",
  known: { code: "documented", date: "2026-11", note: "the action is derived from the path" },
  text: (caller: { readonly appid: string; readonly oid: string }, action: string, scope: string) =>
    `The client '${caller.appid}' with object id '${caller.oid}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
});

export const linkedAuthorizationFailed = defineError({
  status: 403,
  code: "LinkedAuthorizationFailed",
  when: "a restore is requested by a caller who may not do what it does to its target or source",
  known: { code: "documented", date: "2026-11", note: "the required actions are documented for the built-in roles" },
  text: (
    caller: { readonly appid: string; readonly oid: string },
    action: { readonly name: string; readonly scope: string },
    linked: { readonly name: string; readonly scope: string },
  ) =>
    `The client '${caller.appid}' with object id '${caller.oid}' has permission to perform action '${action.name}' on scope '${action.scope}'; however, it does not have permission to perform action(s) '${linked.name}' on the linked scope(s) '${linked.scope}' (respectively) or the linked scope(s) are invalid.`,
});

export const apiVersionMissing = defineError({
  status: 400,
  code: "MissingApiVersionParameter",
  when: "a request has no api-version",
  known: documented("2026-11"),
  text: () => "The api-version query parameter (?api-version=) is required for all requests.",
});

export const apiVersionUnknown = defineError({
  status: 400,
  code: "NoRegisteredProviderFound",
  when: "a service never had the api-version",
  known: {
    code: "documented",
    date: "2026-11",
    note: "the list has every version that we know, and is the same for all types of Microsoft.RecoveryServices",
  },
  text: (version: string, type: string, versions: readonly string[]) =>
    `No registered resource provider found for API version '${version}' for type '${type}'. The supported api-versions are '${versions.join(", ")}'.`,
});

export const metadataVersionUnknown = defineError({
  status: 400,
  code: "InvalidApiVersionParameter",
  when: "the metadata endpoint does not support the api-version",
  known: documented("2026-11"),
  text: (version: string) => `The api-version '${version}' is invalid. The supported versions are '2022-09-01,2018-01-01'.`,
});

export const requestContentInvalid = defineError({
  status: 400,
  code: "InvalidRequestContent",
  when: "a body is not JSON, or has an unknown member or a value of the wrong type",
  known: {
    code: "documented",
    date: "2026-11",
    note: "the text is Azure Resource Manager's for its own resources; which services ignore unknown members is not known",
  },
  text: (reason: string) => `The request content was invalid and could not be deserialized: '${reason}'.`,
});

export const subscriptionNotFound = defineError({
  status: 404,
  code: "SubscriptionNotFound",
  when: "the emulator does not have the subscription",
  known: documented("2026-11"),
  text: (subscriptionId: string) => `The subscription '${subscriptionId}' could not be found.`,
});

export const resourceGroupNotFound = defineError({
  status: 404,
  code: "ResourceGroupNotFound",
  when: "the resource group does not exist",
  known: documented("2026-11"),
  text: (name: string) => `Resource group '${name}' could not be found.`,
});

export const resourceGroupNameInvalid = defineError({
  status: 400,
  code: "InvalidResourceGroup",
  when: "Azure does not allow the name of a resource group",
  known: documented("2026-11"),
  text: () =>
    "The provided resource group name has these invalid characters or is too long. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
  reasons: () => [
    "a resource group's name has 1 to 90 letters or digits of any script, -, _, parentheses and full stops, and does not end in a full stop",
  ],
});

export const resourceNameInvalid = defineError({
  status: 400,
  code: "InvalidResourceName",
  when: "Azure does not allow the name for the resource type",
  known: { code: "ours", date: "2026-11", note: "the rules are documented" },
  text: (name: string, allowed: string) => `Resource name ${name} is invalid. A name has ${allowed}.`,
});

export const resourceGroupLocationFixed = defineError({
  status: 409,
  code: "InvalidResourceGroupLocation",
  when: "a PUT changes the location of a resource group",
  known: documented("2026-11"),
  text: (location: string, existing: string) =>
    `Invalid resource group location '${location}'. The Resource group already exists in location '${existing}'.`,
});

export const resourceGroupDeletionBlocked = defineError({
  status: 409,
  code: "ResourceGroupDeletionBlocked",
  when: "a resource group is deleted while it holds a vault with protected items that are not soft-deleted",
  known: documented("2026-11"),
  text: (name: string, ids: readonly string[]) =>
    `Deletion of resource group '${name}' failed as resources with identifiers '${ids.join(",")}' could not be deleted.`,
  reasons: () => ["a Recovery Services vault cannot be deleted while it holds protected items that are not soft-deleted"],
});

export const locationRequired = defineError({
  status: 400,
  code: "LocationRequired",
  when: "a body has no location",
  known: documented("2026-11"),
  text: (message?: string) => message ?? "The location property is required for this definition.",
});

export const locationUnknown = defineError({
  status: 400,
  code: "LocationNotAvailableForResourceType",
  when: "Azure has no such region",
  known: documented("2026-11"),
  text: (location: string, type: string, locations: readonly string[]) =>
    `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is '${locations.join(",")}'.`,
});

export const locationFixed = defineError({
  status: 409,
  code: "InvalidResourceLocation",
  when: "a PUT changes the location of a resource",
  known: documented("2026-11"),
  text: (name: string, existing: string, location: string) =>
    `The resource '${name}' already exists in location '${existing}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
});

export const resourceNotFound = defineError({
  status: 404,
  code: "ResourceNotFound",
  when: "a resource does not exist",
  known: { code: "seen", date: "2026-09" },
  text: (type: string, name: string, resourceGroupName: string) =>
    `The Resource '${type}/${name}' under resource group '${resourceGroupName}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
});

export const scopeNotFound = defineError({
  status: 404,
  code: "ResourceNotFound",
  when: "the resource to which an extension resource is added does not exist",
  known: documented("2026-11"),
  text: (scope: string) =>
    `The resource '${scope}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
});

export const parentNotFound = defineError({
  status: 404,
  code: "ParentResourceNotFound",
  when: "the parent of a resource does not exist",
  known: documented("2026-11"),
  text: (operation: string, type: string, parent: string) =>
    `Failed to perform '${operation}' on resource(s) of type '${type}', because the parent resource '${parent}' could not be found.`,
});

export const referenceNotFound = defineError({
  status: 400,
  code: "InvalidResourceReference",
  when: "a body names a resource that does not exist",
  known: documented("2026-11"),
  text: (reference: string, id: string) =>
    `Resource ${reference} referenced by resource ${id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
});

export const namespaceUnknown = defineError({
  status: 404,
  code: "InvalidResourceNamespace",
  when: "the emulator does not have the resource provider",
  known: documented("2026-11"),
  text: (namespace: string) => `The resource namespace '${namespace}' is invalid.`,
});

export const scopeLocked = defineError({
  status: 409,
  code: "ScopeLocked",
  when: "a management lock forbids the request",
  known: documented("2026-11"),
  text: (path: string, operation: string, scopes: readonly string[]) =>
    `The scope '${path}' cannot perform ${operation} operation because following scope(s) are locked: '${scopes.join(",")}'. Please remove the lock and try again.`,
});

export const filterInvalid = defineError({
  status: 400,
  code: "InvalidFilterInQueryString",
  when: "Azure Resource Manager does not know the `$filter` of a list",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: (term: string) => `Invalid $filter '${term}' specified in the query string.`,
});

export const throttled = defineError({
  status: 429,
  code: "TooManyRequests",
  when: "a fault asks for throttling; the emulator has no limits of its own",
  known: { code: "documented", text: "ours", date: "2026-11" },
  text: () => "The request was throttled: too many requests were sent for this subscription.",
});

export const operationNotFound = defineError({
  status: 404,
  code: "OperationNotFound",
  when: "the emulator does not know the operation",
  known: { code: "ours", date: "2026-11" },
  text: (id: string) => `The operation '${id}' could not be found.`,
});
