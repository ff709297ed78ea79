import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** `scripts/node-versions.json` is what CI and `npm run test:node` test; whoever names a version of Node names one of those. */
const ROOT = resolve(__dirname, "..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

const VERSIONS = JSON.parse(read("scripts/node-versions.json")) as string[];
const [oldest = "", newest = ""] = [VERSIONS[0], VERSIONS.at(-1)];
const minor = oldest.replace(/\.0$/, "");
const { engines, overrides } = JSON.parse(read("package.json")) as { engines: { node: string }; overrides: object };

test("package.json allows the oldest Node that is tested, and newer", () => {
  expect(engines.node).toBe(`>=${minor}`);
});

test("the bundles are compiled for the oldest Node that is tested", () => {
  expect(read("scripts/bundle.mjs")).toContain(`target: "node${minor}"`);
});

test(".nvmrc names the newest Node that is tested", () => {
  expect(read(".nvmrc").trim()).toBe(newest);
});

test("every pipeline names the newest tested Node on which the cdktf CLI needs no override", () => {
  const named = readdirSync(join(ROOT, "examples/pipelines")).flatMap((file) =>
    [...read(`examples/pipelines/${file}`).matchAll(/(?:node-version: |image: node:|\bversion: )(\d+)/g)].map(
      ([, version]) => version,
    ),
  );
  expect(named.length).toBeGreaterThan(8);
  expect([...new Set(named)]).toEqual(VERSIONS.filter((version) => Number.parseInt(version, 10) < 24).slice(-1));
});

test.each(["README.md", "docs/start.md", "docs/support.md"])("%s names each Node that is tested", (page) => {
  const others = VERSIONS.slice(1, -1).join(", ");
  expect(read(page).replace(/\s+/g, " ")).toContain(`${minor}, ${others} and ${newest}`);
});

test("the docs give users the override that this project uses for the cdktf CLI", () => {
  const [name, alias] = Object.entries(overrides).find(([one]) => one.includes("node-pty")) ?? [];
  expect(read("docs/troubleshooting.md")).toContain(`"overrides": { "${String(name)}": "${String(alias)}" }`);
});
