import type { Emulator } from "../../../lib/emulator";
import { CONFIGURATIONS } from "../../constructs/policy/support/acceptance";
import { policyOf } from "../../constructs/policy/support/policy";
import { CASES } from "../../constructs/vault/acceptance-cases";
import { stackWithVault } from "../../constructs/vault/support";
import { furnish, startAzure } from "./support/azure";
import type { Case } from "./support/configuration";
import type { Verdict } from "./support/verdict";
import { describeWithVersions, type Version, VERSIONS } from "./support/versions";

/** The configurations of azurerm's own tests of policies and vaults, written with these constructs and applied by azurerm. */

const policies: readonly Case[] = Object.entries(CONFIGURATIONS).flatMap(([name, steps]) =>
  steps.map((options, step) => ({ name: `${name}-${String(step)}`, configuration: policyOf(options).json })),
);
const named = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
const vaults: readonly Case[] = CASES.map(([name, props]) => ({
  name: named(name),
  configuration: stackWithVault(props).json,
}));
/** Newer versions do not turn soft delete off, since Azure does not allow it. */
const vaultsOfNow: readonly Case[] = CASES.map(([name, props]) => ({
  name: named(name),
  configuration: stackWithVault({ ...props, softDeleteEnabled: undefined }).json,
}));

describeWithVersions("azurerm's own configurations", (terraform) => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startAzure({ softDelete: "AlwaysON" });
    await furnish(emulator, [...policies, ...vaults]);
    for (const version of VERSIONS) terraform(version).environment = emulator.environment();
  });

  const refused = async (version: Version, cases: readonly Case[], isApplied: boolean): Promise<[string, Verdict][]> => {
    const verdicts = await terraform(version).judge(cases, () => isApplied);
    return [...verdicts].filter(([, { phase }]) => phase !== undefined);
  };

  test("azurerm 4.55 applies policies, and its next plan is empty", async () => {
    expect(await refused("4.55.0", policies, true)).toEqual([]);
  });

  test.each(["4.81.0", "5.2.0"] as const)("policies are planned by azurerm %s", async (version) => {
    expect(await refused(version, policies, false)).toEqual([]);
  });

  test("azurerm 4.55 plans vaults", async () => {
    expect(await refused("4.55.0", vaults, false)).toEqual([]);
  });

  test("azurerm 4.81 applies vaults, and its next plan is empty", async () => {
    expect(await refused("4.81.0", vaultsOfNow, true)).toEqual([]);
  });

  test("azurerm 5 plans vaults", async () => {
    expect(await refused("5.2.0", vaultsOfNow, false)).toEqual([]);
  });
});
