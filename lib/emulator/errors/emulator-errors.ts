import { defineError } from "./define-error";

/** Errors that only the emulator has. Azure has none like them. */

const ours = { code: "ours", date: "2026-11" } as const;

export const routeUnknown = defineError({
  status: 404,
  code: "UnknownRoute",
  when: "the emulator does not serve the request",
  known: ours,
  text: (method: string, path: string) => `The emulator does not serve ${method} ${path}.`,
});

export const resourceTypeUnknown = defineError({
  status: 404,
  code: "InvalidResourceType",
  when: "the emulator does not have the resource type",
  known: ours,
  text: (types: string, namespace: string, request: string) =>
    `The resource type '${types}' could not be found in the namespace '${namespace}' of this emulator (${request}).`,
});

export const controlRequestInvalid = defineError({
  status: 400,
  code: "InvalidControlRequest",
  when: "a request to `/emulator/` cannot be carried out",
  known: ours,
  text: (message: string) => message,
});

export const emulatorFailed = defineError({
  status: 501,
  code: "EmulatorFailure",
  when: "the emulator has a defect; clients do not retry 501, unlike other 5xx statuses",
  known: ours,
  text: (request: string, reason: string) => `the emulator failed on ${request}: ${reason}`,
});

export const hostNotAllowed = defineError({
  status: 403,
  code: "HostNotAllowed",
  when: "the `Host` of a request is not localhost, 127.0.0.1 or [::1]",
  known: ours,
  text: (host: string) => `The Host of the request is '${host}': use localhost, 127.0.0.1 or [::1].`,
});

export const originNotAllowed = defineError({
  status: 403,
  code: "OriginNotAllowed",
  when: "a browser sends the request for a page of another origin",
  known: ours,
  text: (origin: string) => `The request comes from ${origin}: in a browser, only the emulator's own page may send requests.`,
});

export const contentTypeNotAllowed = defineError({
  status: 415,
  code: "UnsupportedMediaType",
  when: "a request that changes something has a `Content-Type` other than JSON or, for a token, a form",
  known: ours,
  text: (type: string) =>
    `The Content-Type is '${type}': send application/json, or application/x-www-form-urlencoded for a token.`,
});
