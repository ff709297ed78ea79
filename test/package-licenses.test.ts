import { readFileSync } from "node:fs";
import { join } from "node:path";

const text = readFileSync(join(__dirname, "../bundle/THIRD-PARTY-LICENSES.txt"), "utf8");

test.each(["@azure/identity", "fastify", "valibot", "commander", "node-forge", "windows-iana"])(
  "the licence of %s goes with the bundles",
  (name) => {
    expect(text).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)\n\n=+\n\n.+`, "m"));
  },
);
