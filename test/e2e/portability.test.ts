import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitCode } from "../../lib/contract/exit-code";
import { INPUTS } from "../injection/inputs";
import { Pool } from "./hostile/support/pool";
import { type FakeAzure, fakeAzure, VAULT_ID } from "./support/fake-azure";
import { PROGRAM } from "./support/limited-hook";
import { type Ended, run } from "./support/processes";

/** The bundled program on odd machines: paths, homes, streams, locales, and disks that are full. */
const FULL = "/dev/full";
const REPORTS = ["json", "junit", "markdown", "html"];

const VM = "iaasvmcontainerv2;rg-app;vm-web";
const BACKED_UP = {
  id: `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${VM}/protectedItems/VM;${VM}`,
  properties: { protectionState: "Protected", lastRecoveryPoint: "2026-11-20T09:00:00Z", lastBackupStatus: "Completed" },
};

let directory: string;
let azure: FakeAzure;
const pool = new Pool<Ended>();

/** A shell starts the program, after some words. `$0` is Node and `$@` are its arguments. */
interface Surroundings {
  readonly shell?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly folder?: string;
}

/** Linux has a disk that is always full, and a folder that nobody writes to. */
const isLinux = process.platform === "linux";
if (!isLinux) console.warn(`skipped: there is no ${FULL} and no /proc`);

const SURROUNDINGS: Readonly<Record<string, Surroundings>> = {
  "a folder with spaces and letters beyond ASCII": { folder: "ein Pfad, mit 'Ü' & 日本" },
  "no home": { env: { HOME: undefined } },
  "a home that is read only": { env: { HOME: "/proc", XDG_CONFIG_HOME: "/proc", AZURE_CONFIG_DIR: "/proc/x" } },
  "a home with spaces": { shell: 'mkdir "../kein Haus ü"; export HOME="$PWD/../kein Haus ü"; exec "$0" "$@"' },
  "a closed stdin": { shell: 'exec "$0" "$@" <&-' },
  "closed output": { shell: 'exec "$0" "$@" >&- 2>&-' },
  ...(isLinux && { "output to a full disk": { shell: `exec "$0" "$@" >${FULL}` } }),
  "output that nobody reads": { shell: '"$0" "$@" | true' },
  "an odd time zone and locale": { env: { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" } },
  "a time zone that is none": { env: { TZ: "No/Where", LANG: "x", LC_ALL: "\u00ff", TERM: "dumb", COLUMNS: "-1" } },
  "a strict umask": { shell: 'umask 077; exec "$0" "$@"' },
  "a temporary folder that does not exist": { env: { TMPDIR: "/no/where" } },
};

const folderOf = (name: string): string => join(directory, SURROUNDINGS[name]?.folder ?? name.replaceAll(" ", "-"));

function start(args: readonly string[], cwd: string, { shell = 'exec "$0" "$@"', env = {} }: Surroundings = {}): Promise<Ended> {
  const all = { HOME: directory, ...azure.env, AZURE_VM_BACKUP_TIME_SCALE: "0.01", ...env };
  return run("sh", ["-c", shell, process.execPath, PROGRAM, ...args], { cwd, env: all });
}

/** Each file that a command writes, as one that a full disk refuses. */
const WRITES: Readonly<Record<string, readonly [args: readonly string[], codes: readonly ExitCode[]]>> = {
  ...Object.fromEntries(
    REPORTS.map((kind) => [
      `backup-now --report-${kind}`,
      [
        ["backup-now", VAULT_ID, "--wait-for", "accepted", `--report-${kind}`, FULL],
        [ExitCode.done, ExitCode.badInput],
      ] as const,
    ]),
  ),
  "preview --html": [["preview", "policy.json", "--html", FULL], [ExitCode.badInput]],
  "preview --svg": [["preview", "policy.json", "--svg", FULL], [ExitCode.badInput]],
  "adopt --out": [["adopt", "--from-stack", "cdk.tf.json", "--out", FULL], [ExitCode.badInput]],
  "fleet assign --file": [
    ["fleet", "assign", "--inventory", "vms.csv", "--file", FULL, "--tier", "daily", "--default-tier", "daily"],
    [ExitCode.badInput],
  ],
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "portability-"));
  azure = await fakeAzure((asked) => (asked === "items" ? { body: { value: [BACKED_UP] } } : undefined));
  for (const { path, content } of Object.values(INPUTS)) writeFileSync(join(directory, path), content);
  for (const [name, surroundings] of Object.entries(SURROUNDINGS)) {
    mkdirSync(folderOf(name));
    const reports = REPORTS.flatMap((kind) => [`--report-${kind}`, `r ü.${kind}`]);
    const args = ["backup-now", VAULT_ID, "--wait-for", "accepted", ...reports];
    pool.add(name, () => start(args, folderOf(name), surroundings));
  }
  for (const [name, [args]] of Object.entries(isLinux ? WRITES : {})) pool.add(name, () => start(args, directory));
  if (isLinux) pool.add("a read-only folder", () => start(["backup-now", VAULT_ID, "--report-json", "r.json"], "/proc"));
  pool.start();
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function expectNoDefect({ code, output }: Ended): void {
  expect(output).not.toMatch(/defect of azure-vm-backup|\n\s+at |Error: /);
  expect([null, ExitCode.unexpected]).not.toContain(code);
}

test.each(Object.keys(SURROUNDINGS))("ends with its exit code, and writes its reports, with %s", async (name) => {
  const ended = await pool.ended(name);
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.done);
  expect(readdirSync(folderOf(name)).sort()).toEqual(REPORTS.map((kind) => `r ü.${kind}`).sort());
  expect(readFileSync(join(folderOf(name), "r ü.json"), "utf8")).toContain("vm-web");
});

test("gives its reports to nobody else with a strict umask", async () => {
  await pool.ended("a strict umask");
  for (const kind of REPORTS) expect(statSync(join(folderOf("a strict umask"), `r ü.${kind}`)).mode & 0o077).toBe(0);
});

(isLinux ? test : test.skip).each(Object.entries(WRITES))("says that a disk is full: %s", async (name, [, codes]) => {
  const ended = await pool.ended(name);
  expectNoDefect(ended);
  expect(codes).toContain(ended.code);
  // The file of a fleet is read first, and has no end.
  expect(ended.output).toMatch(name.startsWith("fleet") ? /--file must name a file .*EFBIG/ : /ENOSPC/);
});

(isLinux ? test : test.skip)("refuses a report that cannot be written before it starts a backup", async () => {
  const ended = await pool.ended("a read-only folder");
  expectNoDefect(ended);
  expect(ended.code).toBe(ExitCode.badInput);
  expect(ended.output).toMatch(/r\.json/);
});
