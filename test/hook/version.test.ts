import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../lib/hook/version";

test("prints the version of the package", () => {
  const text = readFileSync(join(__dirname, "../../package.json"), "utf8");
  expect(VERSION).toBe((JSON.parse(text) as { version: string }).version);
});
