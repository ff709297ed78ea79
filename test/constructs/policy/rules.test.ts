import { describeRules, FoundBy } from "../../support/rules";
import { CANNOT_BE_WRITTEN } from "./rules/cannot-be-written";
import { longTermRules } from "./rules/long-term";
import { retentionRules } from "./rules/retention";
import { scheduleRules } from "./rules/schedule";
import { snapshotAndArchiveRules } from "./rules/snapshots-and-archive";
import { refusedByService } from "./support/service";
import { SENT_DAILY, SENT_WEEKLY } from "./support/rule";

const RULES = [...scheduleRules, ...retentionRules, ...longTermRules, ...snapshotAndArchiveRules];

describeRules("docs/rules-policy.md", RULES, Object.keys(CANNOT_BE_WRITTEN));

describe("the emulated service", () => {
  test.each([SENT_DAILY, SENT_WEEKLY])("accepts the policy that the rules start from: $backup.frequency", async (config) => {
    expect(await refusedByService(config)).toEqual([]);
  });

  test.each(RULES.filter(({ sent }) => sent))("refuses a policy that breaks $id", async ({ foundBy, sent = {} }) => {
    expect(foundBy).toBe(FoundBy.AZURE);
    expect(await refusedByService({ ...sent })).not.toEqual([]);
  });
});
