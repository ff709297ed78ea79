import type { Arguments } from "../../support/synth";
import { basicDaily, CONFIGURATIONS, enhanced } from "./support/acceptance";
import { argumentsOf } from "./support/policy";
import { refusedByService } from "./support/service";

test("there are 30 configurations", () => {
  expect(Object.keys(CONFIGURATIONS)).toHaveLength(30);
});

test.each(Object.entries(CONFIGURATIONS))("%s", async (_, configurations) => {
  const configs = configurations.map((options) => argumentsOf(options));
  expect(configs.map(summary)).toMatchSnapshot();
  for (const config of configs) expect(await refusedByService(config)).toEqual([]);
});

/** The arguments in one line, without those that are the same for all policies. */
function summary({ lifecycle: _, recovery_vault_name: __, resource_group_name: ___, ...config }: Arguments): string {
  return JSON.stringify(config).replaceAll('"', "");
}

test("withConsistencyType, a test of azurerm 4.70", async () => {
  const config = argumentsOf(enhanced({ ...basicDaily, onlyCrashConsistent: true }), ">= 4.70.0");
  expect(config).toMatchObject({ policy_type: "V2", consistency_type: "OnlyCrashConsistent" });
  expect(await refusedByService(config)).toEqual([]);
});
