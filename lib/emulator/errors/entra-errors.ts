import type { Provenance } from "./define-error";

/** An error of Microsoft Entra ID: its number, its OAuth error and its text. */
export interface EntraError {
  readonly status: number;
  readonly error: string;
  readonly number: number;
  readonly text: string;
}

export interface EntraFacts extends Omit<EntraError, "text"> {
  /** When the emulator returns it. */
  readonly when: string;
  readonly known: Provenance;
}

interface EntraDefinition<A extends readonly unknown[]> extends EntraFacts {
  readonly message: (...args: A) => string;
}

const documented = { code: "documented", date: "2026-11" } as const;
const INVALID_CLIENT = { status: 401, error: "invalid_client" } as const;

export const tenantNotFound = entraError({
  ...{ status: 400, error: "invalid_request", number: 90002 },
  when: "the emulator does not have the tenant",
  known: documented,
  message: (tenant: string) =>
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
});

export const grantUnsupported = entraError({
  ...{ status: 400, error: "unsupported_grant_type", number: 70003 },
  when: "the grant type is not `client_credentials`",
  known: documented,
  message: (grant: string) => `The app requested an unsupported grant type '${grant}'.`,
});

export const applicationNotFound = entraError({
  ...{ status: 400, error: "unauthorized_client", number: 700016 },
  when: "the emulator does not have the client",
  known: documented,
  message: (client: string, tenant: string) =>
    `Application with identifier '${client}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
});

export const secretInvalid = entraError({
  ...{ ...INVALID_CLIENT, number: 7000215 },
  when: "the secret is wrong",
  known: documented,
  message: (client: string) =>
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client}'.`,
});

export const scopeInvalid = entraError({
  ...{ status: 400, error: "invalid_scope", number: 1002012 },
  when: "the scope does not name exactly one resource",
  known: documented,
  message: (scope: string) =>
    `The provided value for scope '${scope}' is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
});

export const assertionTypeInvalid = entraError({
  ...{ status: 400, error: "invalid_request", number: 90014 },
  when: "the type of a client assertion is not jwt-bearer",
  known: { code: "documented", text: "ours", date: "2026-11" },
  message: (expected: string, type: string) => `The 'client_assertion_type' parameter must be '${expected}', got '${type}'.`,
});

export const assertionMalformed = entraError({
  ...{ ...INVALID_CLIENT, number: 50027 },
  when: "a client assertion is not a JSON Web Token",
  known: documented,
  message: () => "JWT token is invalid or malformed.",
});

export const assertionOutOfTime = entraError({
  ...{ ...INVALID_CLIENT, number: 700024 },
  when: "a client assertion has expired, or is not valid yet",
  known: documented,
  message: (now: string, expiry: string) =>
    `Client assertion is not within its valid time range. Current time: ${now}, expiry time of assertion ${expiry}.`,
});

export const assertionSubjectInvalid = entraError({
  ...{ ...INVALID_CLIENT, number: 700021 },
  when: "the subject of a client assertion is another client",
  known: documented,
  message: (subject: string, client: string) =>
    `Client assertion application identifier '${subject}' doesn't match 'client_id' parameter '${client}'.`,
});

export const assertionAudienceInvalid = entraError({
  ...{ ...INVALID_CLIENT, number: 700023 },
  when: "the audience of a client assertion is wrong",
  known: documented,
  message: (audience: string) => `Client assertion audience claim does not match Realm issuer. Audience: '${audience}'.`,
});

export const certificateUnknown = entraError({
  ...{ ...INVALID_CLIENT, number: 700027 },
  when: "a client assertion names a certificate that the client does not have",
  known: documented,
  message: (client: string) =>
    `The certificate with identifier used to sign the client assertion is not registered on application '${client}'.`,
});

export const signatureInvalid = entraError({
  ...{ ...INVALID_CLIENT, number: 700027 },
  when: "the signature of an assertion is wrong",
  known: documented,
  message: () => "Client assertion failed signature validation.",
});

const noRecord = (what: string, value: string) =>
  `No matching federated identity record found for presented assertion ${what} '${value}'.`;

export const issuerUnknown = entraError({
  ...{ ...INVALID_CLIENT, number: 700211 },
  when: "no federated credential has the issuer",
  known: documented,
  message: (issuer: string) => noRecord("issuer", issuer),
});

export const subjectUnknown = entraError({
  ...{ ...INVALID_CLIENT, number: 700213 },
  when: "no federated credential has the subject",
  known: documented,
  message: (subject: string) => noRecord("subject", subject),
});

export const audienceUnknown = entraError({
  ...{ ...INVALID_CLIENT, number: 700212 },
  when: "no federated credential has the audience",
  known: documented,
  message: (audience: string) => noRecord("audience", audience),
});

function entraError<A extends readonly unknown[]>(definition: EntraDefinition<A>) {
  const { message, ...facts } = definition;
  const { status, error, number } = facts;
  const create = (...args: A): EntraError => ({ status, error, number, text: message(...args) });
  return Object.assign(create, { facts });
}
