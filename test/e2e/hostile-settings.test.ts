import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ExitCode } from "../../lib/contract/exit-code";
import { fakeAzure, VAULT_ID } from "./support/fake-azure";
import { expectNoDefect, PROGRAM, runHook } from "./support/limited-hook";

/** The bundled program with hostile settings and arguments: it refuses them before any request. */
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hostile-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const COMMANDS: readonly (readonly string[])[] = [
  ["--help"],
  ["jobs", VAULT_ID],
  ["status", VAULT_ID],
  ["recovery-points", VAULT_ID],
  ["preflight", VAULT_ID],
  ["cancel", VAULT_ID, "--vm", "vm"],
  ["backup-now", VAULT_ID, "--plan"],
  ["backup-now", VAULT_ID, "--report-json", "report.json"],
  ["status", "--from-outputs", "outputs.json"],
  ["status", "--from-stack", "."],
  ["complete", "bash"],
];

test.each(COMMANDS.map((args) => [args.join(" ").replace(VAULT_ID, "<id>"), args] as const))(
  "%s has no defect in a deleted working directory",
  async (_, args) => {
    const azure = await fakeAzure();
    const gone = join(directory, "gone");
    mkdirSync(gone);
    const run = ["-c", `rmdir "$0"; exec "$@"`, gone, process.execPath, PROGRAM, ...args];
    const child = spawn("sh", run, { cwd: gone, env: azure.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((done) => child.once("close", done));
    expect(output).not.toMatch(/defect of azure-vm-backup:|\n\s+at /);
    expect(code).not.toBe(ExitCode.unexpected);
  },
);

const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const SETTINGS: readonly (readonly [string, readonly string[], NodeJS.ProcessEnv, RegExp])[] = [
  ["a tenant with a path", ["status", VAULT_ID], { ARM_TENANT_ID: "../../x?y=" }, /ARM_TENANT_ID must be the id/],
  ["a client id with a query", ["status", VAULT_ID], { ARM_CLIENT_ID: "a&b" }, /ARM_CLIENT_ID must be the id/],
  ["a subscription with a path", ["status", "-g", "rg", "-v", "v"], { ARM_SUBSCRIPTION_ID: "../x" }, /ARM_SUBSCRIPTION_ID must/],
  ["an invalid port", ["status", VAULT_ID], { ARM_METADATA_HOSTNAME: "localhost:99999" }, /ARM_METADATA_HOSTNAME must/],
  [
    "an invalid URL of an OIDC service",
    ["status", VAULT_ID],
    { ARM_CLIENT_SECRET: "", ARM_USE_OIDC: "true", ARM_OIDC_REQUEST_URL: "localhost/x?t=t0ken-123", ARM_OIDC_REQUEST_TOKEN: "t" },
    /ARM_OIDC_REQUEST_URL must be an https URL, got another value/,
  ],
  ["a vault id with ..", ["status", VAULT_ID.replace("rsv", "..")], {}, /is invalid for argument 'vault-id'/],
  ["a vault id with a line break", ["status", `${VAULT_ID}\n::error::x`], {}, /is invalid for argument 'vault-id'/],
  ["a job id with ..", ["cancel", VAULT_ID, "--job", "../x"], {}, /it must be the id of a job/],
  ["an unknown flag with a command in it", ["status", VAULT_ID, "--x\n::error::y ##vso[z]"], {}, /unknown option/],
  ["a request of 5,000 levels", [], { AZURE_VM_BACKUP_REQUEST: "deep" }, /must be the base64/],
  ["outputs of 5,000 levels", ["status", "--from-outputs", "deep.json"], {}, /must name a JSON file/],
];

test.each(SETTINGS)("refuses %s with exit code 2", async (_, args, settings, message) => {
  const azure = await fakeAzure();
  writeFileSync(join(directory, "deep.json"), deep(5_000));
  const env = { ...azure.env, ...settings };
  if (settings["AZURE_VM_BACKUP_REQUEST"] === "deep")
    env["AZURE_VM_BACKUP_REQUEST"] = gzipSync(`{"version":${deep(5_000)}}`).toString("base64");
  const ended = await runHook(args, env, directory);
  expectNoDefect(ended);
  expect(ended.output).toMatch(message);
  expect(ended.output).not.toMatch(/^\s*::|##vso|t0ken-123/m);
  expect(ended.code).toBe(ExitCode.badInput);
  expect(azure.asked.filter((one) => one !== "metadata")).toEqual([]);
});
