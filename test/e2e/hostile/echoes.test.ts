import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../lib/contract/exit-code";
import { type Answer, type FakeAzure, fakeAzure, VAULT_ID } from "../support/fake-azure";
import { expectNoDefect, runHook } from "../support/limited-hook";

/** The bundled program if a token endpoint or the Azure CLI echoes secrets: no output and no report holds one, in any spelling. */
const SECRET = "p+w/1 \"q'&<x>=%~";

let directory: string;
let azure: FakeAzure;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "hostile-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Token endpoints that echo the request in several forms. */
const ECHOES: readonly (readonly [string, (sent: string) => Answer])[] = [
  ["as a description", (sent) => ({ status: 400, body: { error: "invalid_client", error_description: sent } })],
  [
    "decoded",
    (sent) => ({
      status: 401,
      body: { error: "x", error_description: `got ${new URLSearchParams(sent).get("client_secret") ?? ""}` },
    }),
  ],
  ["as HTML", (sent) => ({ status: 400, text: `<p>${sent}</p>` })],
  ["cut", (sent) => ({ status: 400, text: `${"x".repeat(60)}${new URLSearchParams(sent).get("client_secret") ?? ""}` })],
];

test.each(ECHOES)("prints no secret if a token endpoint echoes the form %s", async (_, answer) => {
  azure = await fakeAzure((asked, __, body) => (asked === "token" ? answer(body) : undefined));
  const report = join(directory, "report.json");
  const markdown = join(directory, "report.md");
  const args = ["backup-now", VAULT_ID, "--timeout", "1", "--report-json", report, "--report-markdown", markdown];
  const env = { ...azure.env, ARM_CLIENT_SECRET: SECRET, AZURE_VM_BACKUP_TIME_SCALE: "0.03" };
  const ended = await runHook(args, env, directory);
  expectNoDefect(ended);
  const everything = ended.output + readFileSync(report, "utf8") + readFileSync(markdown, "utf8");
  expect(everything).toMatch(/\*\*\*|expected JSON/);
  for (const part of ["p+w/1", "p%2Bw", "p%2bw", "p+w%2F1"]) expect(everything).not.toContain(part);
});

test("prints no secret and no pipeline command of the output of az", async () => {
  azure = await fakeAzure();
  const az = join(directory, "az");
  const said = [
    "ERROR: az login",
    "##vso[task.complete result=Failed]",
    "Bearer abcdefghijkl",
    `eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln`,
    `$ARM_OIDC_TOKEN`,
  ];
  writeFileSync(az, `#!/bin/sh\nprintf '%s\\n' ${said.map((line) => `"${line}"`).join(" ")} >&2\nexit 1\n`);
  chmodSync(az, 0o755);
  const env = {
    ...azure.env,
    ARM_CLIENT_SECRET: "",
    ARM_OIDC_TOKEN: "oidc-token-1",
    PATH: `${directory}:${process.env["PATH"] ?? ""}`,
  };
  const ended = await runHook(["status", VAULT_ID], env, directory);
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.notAuthenticated);
  expect(ended.output).toContain("az login # #vso[task.complete result=Failed] Bearer *** ***");
  expect(ended.output).not.toMatch(/oidc-token-1|abcdefghijkl|eyJ|##vso/);
});
