import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeRules } from "../../support/rules";
import { additionRules } from "./rules/additions";
import { CANNOT_BE_WRITTEN } from "./rules/cannot-be-written";
import { providerRules } from "./rules/provider";
import { vaultRules } from "./rules/vault";

const RULES = [...vaultRules, ...providerRules, ...additionRules];

describeRules("docs/rules-vault.md", "test/constructs/vault/rules.test.ts", RULES);

test("docs/rules-vault.md lists what cannot be written", () => {
  const text = readFileSync(join(__dirname, "../../../docs/rules-vault.md"), "utf8");
  const list = /## What cannot be written\n([^#]*)/.exec(text)?.[1] ?? "";
  expect([...list.matchAll(/^- (.+)$/gm)].map(([, item]) => item)).toEqual(Object.keys(CANNOT_BE_WRITTEN));
});
