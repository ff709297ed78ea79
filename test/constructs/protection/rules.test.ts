import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeRules } from "../../support/rules";
import { CANNOT_BE_WRITTEN } from "./rules/cannot-be-written";
import { initialBackupRules } from "./rules/initial-backup";
import { stateAndDiskRules } from "./rules/states-and-disks";
import { vmRules } from "./rules/vms";

const RULES = [...vmRules, ...stateAndDiskRules, ...initialBackupRules];

describeRules("docs/rules-protection.md", "test/constructs/protection/rules.test.ts", RULES);

test("docs/rules-protection.md lists what cannot be written", () => {
  const text = readFileSync(join(__dirname, "../../../docs/rules-protection.md"), "utf8");
  const list = /## What cannot be written\n([^#]*)/.exec(text)?.[1] ?? "";
  expect([...list.matchAll(/^- (.+)$/gm)].map(([, item]) => item)).toEqual(Object.keys(CANNOT_BE_WRITTEN));
});
