import type { Matches } from "./gateway";

/** An endpoint that the program talks to, and a command that reaches it. */
export interface Place {
  /** The command line; `{x}` stands for a value of the estate. */
  readonly line: string;
  readonly matches: Matches;
  /** The start of the error. */
  readonly about: RegExp;
  readonly env?: (origin: string) => NodeJS.ProcessEnv;
}

const NO_SECRET = { ARM_CLIENT_SECRET: "" };
const OIDC = { ...NO_SECRET, ARM_USE_OIDC: "true" };
const MSI = { ...NO_SECRET, ARM_CLIENT_ID: "", ARM_USE_MSI: "true" };

const get =
  (pattern: RegExp): Matches =>
  ({ method, url }) =>
    method === "GET" && pattern.test(url);
const post =
  (pattern: RegExp): Matches =>
  ({ method, url }) =>
    method === "POST" && pattern.test(url);

export const SIGN_IN: Readonly<Record<string, Place>> = {
  "the metadata of the cloud": {
    ...{ line: "jobs {vault}", about: /cannot read the cloud's metadata|ARM_METADATA_HOSTNAME must/ },
    matches: get(/^\/metadata\/endpoints/),
  },
  "the token endpoint": { line: "jobs {vault}", about: /cannot sign in/, matches: post(/\/oauth2\//) },
  "the endpoint of a managed identity": {
    ...{ line: "jobs {vault}", about: /cannot sign in/, matches: get(/^\/metadata\/identity\//) },
    env: (origin) => ({ ...MSI, ARM_MSI_ENDPOINT: `${origin}/metadata/identity/oauth2/token` }),
  },
  "the endpoint of a managed identity of App Service": {
    ...{ line: "jobs {vault}", about: /cannot sign in/, matches: get(/^\/app-service/) },
    env: (origin) => ({ ...MSI, IDENTITY_ENDPOINT: `${origin}/app-service`, IDENTITY_HEADER: "header-of-the-run" }),
  },
  "the OIDC service of GitHub": {
    ...{ line: "jobs {vault}", about: /OIDC/, matches: get(/^\/github/) },
    env: (origin) => ({
      ...OIDC,
      ...{ ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/github?x=1`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job-1" },
    }),
  },
  "the OIDC service of Azure DevOps": {
    ...{ line: "jobs {vault}", about: /OIDC/, matches: post(/^\/ado/) },
    env: (origin) => ({
      ...{ ...OIDC, SYSTEM_OIDCREQUESTURI: `${origin}/ado`, SYSTEM_ACCESSTOKEN: "of-the-job-1" },
      ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID: "connection-1",
    }),
  },
};

/** Lists whose pages have a `nextLink`. */
export const LISTS: Readonly<Record<string, Place>> = {
  "the jobs": { line: "jobs {vault}", about: /cannot list the vault's jobs/, matches: get(/\/backupJobs\?/) },
  "the items": { line: "status {vault}", about: /cannot list what the vault/, matches: get(/\/backupProtectedItems\?/) },
  "the recovery points": {
    ...{ line: "recovery-points {vault} --vm vm-web", about: /cannot list the recovery points/ },
    matches: get(/\/recoveryPoints\?/),
  },
  "the policies": { line: "adopt {vault}", about: /cannot list .*policies/, matches: get(/\/backupPolicies\?/) },
  "the permissions": { line: "preflight {vault}", about: /permissions/, matches: get(/\/permissions\?/) },
  "the storage accounts": {
    line: "restore {vault} --vm vm-web --to disks --target-group rg-drill --timeout 10 --plan",
    ...{ about: /storage accounts/, matches: get(/\/storageAccounts\?/) },
  },
  "the containers": { line: "drill {vault} {drill} --timeout 10 --clean", about: /containers/, matches: get(/\/containers\?/) },
};

export const READS: Readonly<Record<string, Place>> = {
  "Resource Graph": {
    ...{ line: "coverage", about: /cannot list/, matches: post(/\/Microsoft\.ResourceGraph\//) },
  },
  "a vault": {
    line: "restore {vault} {restore} --timeout 10 --plan",
    about: /cannot read vault/,
    matches: get(/\/vaults\/[^/]+\?/),
  },
  "a policy": { line: "preview {policy}", about: /polic/, matches: get(/\/backupPolicies\/[^/]+\?/) },
  "a storage account": {
    ...{
      line: "restore {vault} {restore} --timeout 10 --plan",
      about: /storage account/,
      matches: get(/\/storageAccounts\/[^/]+\?/),
    },
  },
};
