import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../../lib/contract/exit-code";
import { VAULT_ID } from "../support/fake-azure";
import { runHook } from "../support/limited-hook";
import type { Running } from "../support/slow-services";
import { type Certificate, certificateFor } from "./support/certificates";
import { expectOneSentence, RETRIED } from "./support/expect-honest";
import { Pool } from "./support/pool";
import type { Outcome } from "./support/runs";
import { faultyTls, TLS_FAULTS, tlsServer } from "./support/tls-faults";

/** The bundled program against faults of TLS, each in its own process with a bound of time and memory. */
let directory: string;
let trusted: string;
const pool = new Pool<Outcome>();

/** Faults of certificates: a server, and what the program says. None is retried. */
const CERTIFICATES: Readonly<Record<string, readonly [(good: Certificate) => Promise<Running>, RegExp]>> = {
  "an expired certificate": [
    async () => serve(await certificateFor("localhost", [-30, -2])),
    /CERT_HAS_EXPIRED.*check the clock/,
  ],
  "a certificate of tomorrow": [async () => serve(await certificateFor("localhost", [1, 30])), /NOT_YET_VALID.*check the clock/],
  "a certificate of another name": [
    async () => serve(await certificateFor("azure.example")),
    /ALTNAME.*check the name of the host/,
  ],
  "an unknown issuer": [
    async () => tlsServer(await certificateFor("localhost")),
    /DEPTH_ZERO_SELF_SIGNED_CERT.*name the file of its CA certificate/,
  ],
  "a request for a client certificate": [
    (good) => tlsServer({ ...good, requestCert: true, rejectUnauthorized: true }),
    /CERTIFICATE_REQUIRED.*asks for a client certificate/,
  ],
};

/** Starts a server whose certificate the program trusts. */
function serve(certificate: Certificate): Promise<Running> {
  appendFileSync(trusted, certificate.cert);
  return tlsServer(certificate);
}

async function run(server: Running): Promise<Outcome> {
  try {
    const cwd = mkdtempSync(join(directory, "run-"));
    const settings = { ARM_TENANT_ID: "tenant", ARM_CLIENT_ID: "client", ARM_CLIENT_SECRET: "secret-of-the-run" };
    const env = { PATH: process.env["PATH"], ...settings, ARM_METADATA_HOSTNAME: `localhost:${server.port}` };
    const scaled = { ...env, NODE_EXTRA_CA_CERTS: trusted, AZURE_VM_BACKUP_TIME_SCALE: "0.004" };
    return { ...(await runHook(["jobs", VAULT_ID], scaled, cwd)), met: 1, files: [] };
  } finally {
    await server.stop();
  }
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "tls-"));
  trusted = join(directory, "trusted.pem");
  const good = await certificateFor("localhost");
  writeFileSync(trusted, good.cert);
  const servers = await Promise.all(
    Object.entries(CERTIFICATES).map(async ([name, [start]]) => [name, await start(good)] as const),
  );
  for (const [name, server] of servers) pool.add(name, () => run(server));
  for (const [name, fault] of Object.entries(TLS_FAULTS)) pool.add(name, async () => run(await faultyTls(fault)));
  pool.start();
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test.each(Object.entries(CERTIFICATES))("ends at once, and says what to check: %s", async (name, [, says]) => {
  const ended = await pool.ended(name);
  expectOneSentence(ended, [ExitCode.azureError]);
  expect(ended.output).toMatch(says);
  expect(ended.output).not.toContain("retrying");
});

test.each(Object.keys(TLS_FAULTS))("ends in time and in little memory if a server %s", async (name) => {
  const ended = await pool.ended(name);
  expectOneSentence(ended, RETRIED);
  expect(ended.output).toMatch(/cannot read the cloud's metadata|timed out/);
});
