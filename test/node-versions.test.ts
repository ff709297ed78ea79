import { readFileSync } from "node:fs";
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

test(".nvmrc and the pipelines name the newest Node that is tested", () => {
  expect(read(".nvmrc").trim()).toBe(newest);
  expect(read("examples/pipelines/github-actions.yml").match(/node-version: .+/g)).toEqual(
    Array<string>(2).fill(`node-version: ${newest}`),
  );
  expect(read("examples/pipelines/azure-pipelines.yml")).toContain(`version: ${newest}.x`);
});

test.each(["README.md", "docs/start.md", "docs/support.md"])("%s names each Node that is tested", (page) => {
  const others = VERSIONS.slice(1, -1).join(", ");
  expect(read(page).replace(/\s+/g, " ")).toContain(`${minor}, ${others} and ${newest}`);
});

test("the docs give users the override that this project uses for the cdktf CLI", () => {
  const [name, alias] = Object.entries(overrides).find(([one]) => one.includes("node-pty")) ?? [];
  expect(read("docs/troubleshooting.md")).toContain(`"overrides": { "${String(name)}": "${String(alias)}" }`);
});
