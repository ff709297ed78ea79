import { writeFileSync } from "node:fs";
import { disagreements, storedFile, storedObservations, VERSIONS } from "../../hook/explain-plan/observation";
import { allCases } from "./explain-plan/cases";
import { observe } from "./explain-plan/run";
import { Terraform } from "./support/terraform";

/**
 * Plans and applies every case with the real azurerm, and compares what the emulator then holds with what explain-plan says.
 * EXPLAIN_PLAN_WRITE=true stores the plans, which test/hook/explain-plan/stored-plans.test.ts reads.
 * EXPLAIN_PLAN_CASES is a pattern of the cases to run. A set takes some minutes: `-t "4.81.0, set 1 "` runs one.
 */
const TIME_OUT = 1_800_000;
const CASES_IN_A_SET = 20;
const WRITE = process.env["EXPLAIN_PLAN_WRITE"] === "true";
const chosen = new RegExp(process.env["EXPLAIN_PLAN_CASES"] ?? "");
const cases = allCases().filter(({ name }) => chosen.test(name));
const sets = Array.from({ length: Math.ceil(cases.length / CASES_IN_A_SET) }, (_, index) => ({
  set: index + 1,
  ofSet: cases.slice(index * CASES_IN_A_SET, (index + 1) * CASES_IN_A_SET),
}));

for (const version of VERSIONS) {
  const terraform = Terraform.with(version);
  terraform?.remove();
  const title = `explain-plan of plans of azurerm ${version}`;
  if (!terraform)
    process.stderr.write(`Skipped "${title}": Terraform 1.7 or newer, or azurerm ${version}, cannot be had here.\n`);
  (terraform ? test : test.skip).each(sets)(
    `${title}, set $set of ${sets.length}, says what the apply does`,
    async ({ ofSet }) => {
      const { observations, failures } = await observe(version, ofSet);
      if (WRITE) {
        const names = new Set(observations.map(({ name }) => name));
        const known = new Set(allCases().map(({ name }) => name));
        const others = stored(version).filter(({ name }) => known.has(name) && !names.has(name));
        const all = [...others, ...observations].sort((a, b) => (a.name < b.name ? -1 : 1));
        writeFileSync(storedFile(version), all.map((one) => `${JSON.stringify(one)}\n`).join(""));
      }
      expect([...failures, ...observations.flatMap(disagreements)]).toEqual([]);
    },
    TIME_OUT,
  );
}

function stored(version: string): ReturnType<typeof storedObservations> {
  try {
    return storedObservations(version);
  } catch {
    return [];
  }
}
