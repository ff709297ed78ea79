import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";

/** The output is the same on every machine: each environment runs the same program in a process of its own. */

const ROOT = resolve(__dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "environments-"));
const program = join(folder, "corpus.cjs");
let expected: Record<string, string> = {};

beforeAll(() => {
  buildSync({
    ...{ entryPoints: [join(__dirname, "corpus.ts")], outfile: program, packages: "external" },
    ...{ bundle: true, platform: "node", logLevel: "error" },
    // The samples read a file beside their own folder.
    define: { __dirname: JSON.stringify(join(__dirname, "../undefined")) },
  });
  const hook = join(folder, "node_modules/cdktf-azure-vm-backup/bundle");
  mkdirSync(hook, { recursive: true });
  writeFileSync(join(hook, "azure-vm-backup.cjs"), "");
  expected = outputIn("usual", { TZ: "UTC", LANG: "C" });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The bytes of every stack that the program writes, by file. */
function outputIn(cwd: string, env: NodeJS.ProcessEnv, before = ""): Record<string, string> {
  const out = join(folder, cwd, "out");
  mkdirSync(out, { recursive: true });
  const preload = join(folder, cwd, "before.cjs");
  writeFileSync(preload, before);
  execFileSync(process.execPath, ["--require", preload, program, out], {
    cwd: join(folder, cwd),
    env: { PATH: process.env["PATH"], NODE_PATH: join(ROOT, "node_modules"), ...env },
  });
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tf.json"));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(out, file), "utf8")]));
}

test.each<[string, string, NodeJS.ProcessEnv, string]>([
  ["another time zone and locale", "zone", { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, ""],
  ["a path with spaces and letters beyond ASCII, and no home", "ein Pfad mit Ü/日本", { HOME: "/nowhere", CI: "true" }, ""],
  [
    "another time of the clock, other random numbers and a strict umask",
    "clock",
    { TZ: "America/St_Johns" },
    `const RealDate = Date; globalThis.Date = class extends RealDate { constructor(...a) { a.length ? super(...a) : super(0); } static now() { return 0; } };
     Math.random = () => 0.5; process.umask(0o077);`,
  ],
])("writes the same bytes with %s", (_, cwd, env, before) => {
  expect(Object.keys(expected).length).toBeGreaterThan(20);
  expect(outputIn(cwd, env, before)).toEqual(expected);
});
