// Writes the generated parts of README.md and docs/: it runs the tests that compare them, in a mode that writes them.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tests = readdirSync(join(root, "test"), { recursive: true })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => join(root, "test", file))
  .filter((file) => /\b(expectGenerated|expectPicture|describeRules)\b/.test(readFileSync(file, "utf8")));
const { status } = spawnSync(process.execPath, [join(root, "node_modules/jest/bin/jest.js"), "--silent", ...tests], {
  cwd: root,
  env: { ...process.env, DOCS_WRITE: "true" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
