import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answer, type Asked, fakeAzure, VAULT_ID } from "./support/fake-azure";
import { runHook } from "./support/limited-hook";

/** The bundled program with every kind of debug output: no stream and no file holds a secret of the run, in any spelling. */
const SECRETS = {
  ARM_CLIENT_SECRET: "cl1ent-secret-of-the-run",
  token: "t0ken-of-the-run-1234567890",
  signature: "s1gnature%2Bof%3Dthe-run",
} as const;
const DEBUG = { NODE_DEBUG: "*", DEBUG: "*", AZURE_LOG_LEVEL: "verbose", TF_LOG: "TRACE", NODE_PENDING_DEPRECATION: "1" };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "secrets-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const hexOf = (text: string): string =>
  Buffer.from(text)
    .toString("hex")
    .replaceAll(/(..)(?=.)/g, "$1 ");

/** A part of a secret is one, too: Node prints the first bytes of a buffer. */
function leaks(text: string): string[] {
  return Object.values(SECRETS).flatMap((secret) =>
    [secret, hexOf(secret.slice(0, 8)), Buffer.from(secret).toString("base64").slice(0, -4)].filter((part) =>
      text.includes(part),
    ),
  );
}

const echo = `got ${SECRETS.ARM_CLIENT_SECRET} ${SECRETS.token} https://x.example/?sig=${SECRETS.signature}`;
const refused = (status: number): Answer => ({ status, body: { error: { code: "Refused", message: echo } } });
const ONLY: Readonly<Record<string, (asked: Asked) => Answer>> = {
  "on success": () => undefined,
  "if a list is refused with 401": (asked) => (asked === "items" ? refused(401) : undefined),
  "if a list is refused with 403": (asked) => (asked === "items" ? refused(403) : undefined),
  "if a service fails with 500": (asked) => (asked === "items" ? refused(500) : undefined),
  "if a token is refused": (asked) =>
    asked === "token" ? { status: 400, body: { error: "x", error_description: `got ${SECRETS.ARM_CLIENT_SECRET}` } } : undefined,
  "if an answer is HTML": (asked) => (asked === "items" ? { text: `<p>${echo}</p>` } : undefined),
};

test.each(Object.entries(ONLY))("no output or file holds a secret %s", async (_, answer) => {
  const token = { body: { access_token: SECRETS.token, expires_in: 3_600 } };
  const azure = await fakeAzure((asked) => answer(asked) ?? (asked === "token" ? token : undefined));
  const reports = ["json", "junit", "markdown", "html"].flatMap((kind) => [`--report-${kind}`, join(directory, `r.${kind}`)]);
  const env = { ...azure.env, ...DEBUG, ARM_CLIENT_SECRET: SECRETS.ARM_CLIENT_SECRET, AZURE_VM_BACKUP_TIME_SCALE: "0.03" };
  const { output } = await runHook(["backup-now", VAULT_ID, "--timeout", "1", ...reports], env, directory);
  const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), "utf8"));
  expect(output).toMatch(/STREAM \d+: /);
  expect([output, ...files].flatMap(leaks)).toEqual([]);
});

test("the search finds a secret, and its bytes", () => {
  expect(leaks(`x ${SECRETS.token}`)).toHaveLength(1);
  expect(leaks(`<Buffer ${hexOf(SECRETS.token)}>`)).toHaveLength(1);
});
