import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeRules, FoundBy } from "../../support/rules";
import { CANNOT_BE_WRITTEN } from "./rules/cannot-be-written";
import { longTermRules } from "./rules/long-term";
import { retentionRules } from "./rules/retention";
import { scheduleRules } from "./rules/schedule";
import { snapshotAndArchiveRules } from "./rules/snapshots-and-archive";
import { refusedByService } from "./support/service";
import { SENT_DAILY, SENT_WEEKLY } from "./support/rule";

const RULES = [...scheduleRules, ...retentionRules, ...longTermRules, ...snapshotAndArchiveRules];

describeRules("docs/rules-policy.md", "test/constructs/policy/rules.test.ts", RULES);

describe("the emulated service", () => {
  test.each([SENT_DAILY, SENT_WEEKLY])("takes the policy that the rules start from: $backup.frequency", async (config) => {
    expect(await refusedByService(config)).toEqual([]);
  });

  test.each(RULES.filter(({ sent }) => sent))("refuses what breaks $id, too", async ({ foundBy, sent = {} }) => {
    expect(foundBy).toBe(FoundBy.AZURE);
    expect(await refusedByService({ ...sent })).not.toEqual([]);
  });
});

test("docs/rules-policy.md lists what cannot be written", () => {
  const [, list = ""] = readFileSync(join(__dirname, "../../../docs/rules-policy.md"), "utf8").split("## What cannot be written");
  expect([...list.matchAll(/^- (.+)$/gm)].map(([, item]) => item)).toEqual(Object.keys(CANNOT_BE_WRITTEN));
});
