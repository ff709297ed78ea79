import { Testing } from "cdktf";
import type { Emulator } from "../../../lib/emulator";
import { Random } from "../../support/random";
import { FoundBy } from "../../support/rules";
import type { Synthesized } from "../../support/synth";
import { furnish, startAzure } from "./support/azure";
import type { Case, Configuration } from "./support/configuration";
import { guard } from "./support/guard";
import { randomPolicy } from "./support/random/policies";
import { randomProtection } from "./support/random/protections";
import { randomVault } from "./support/random/vaults";
import { RULES } from "./support/rules";
import { isOfService, Phase } from "./support/verdict";
import { describeWithVersions, type Version } from "./support/versions";

/**
 * Compares the constructs with azurerm, for random props near the limits. Azurerm and the emulator must accept what the constructs accept.
 * If the constructs refuse props, azurerm must reject them, or the rule must be one that the tables say only Azure checks.
 *
 * AGREEMENT_SEED selects other cases; AGREEMENT_COUNT sets their number.
 */

const SEED = Number(process.env["AGREEMENT_SEED"] ?? 1);
const COUNT = Number(process.env["AGREEMENT_COUNT"] ?? 25);

jest.mock("../../../lib/constructs/private/problems", () => {
  const actual = jest.requireActual<typeof import("../../../lib/constructs/private/problems")>(
    "../../../lib/constructs/private/problems",
  );
  const { guard: mock } = jest.requireActual<typeof import("./support/guard")>("./support/guard");
  return {
    ...actual,
    throwIfInvalid: (...problems: Parameters<typeof actual.throwIfInvalid>) => {
      if (mock.isArmed) actual.throwIfInvalid(...problems);
    },
  };
});
const synthesize = Testing.synth.bind(Testing);
jest.spyOn(Testing, "synth").mockImplementation((stack) => synthesize(stack, guard.isArmed));

/** The result of the constructs for each case, and the configuration for azurerm. */
interface Asked extends Case {
  readonly refusal: string | undefined;
}

const KINDS: [name: string, version: Version, make: (random: Random) => Synthesized][] = [
  ["policies", "4.55.0", randomPolicy],
  ["vaults", "4.81.0", randomVault],
  ["protections", "4.55.0", randomProtection],
];

describeWithVersions("the constructs and azurerm agree on", (terraform) => {
  test.each(KINDS)(
    `${String(COUNT)} %s from seed ${String(SEED)}`,
    async (kind, version, make) => {
      const asked = Array.from({ length: COUNT }, (_, index) => ask(`${kind}-${String(index)}`, SEED * 1_000_003 + index, make));
      const emulator: Emulator = await startAzure({ softDelete: "AlwaysON" });
      await furnish(emulator, asked);
      terraform(version).environment = emulator.environment();
      const verdicts = await terraform(version).judge(asked, () => true);
      const disagreements = asked.flatMap(({ name, refusal }) => {
        const verdict = verdicts.get(name) ?? { messages: [] };
        const isTaken = verdict.phase === undefined;
        const isOfAzurerm = !isTaken && verdict.phase !== Phase.NEXT_PLAN && !isOfService(verdict);
        if (
          refusal === undefined
            ? isTaken || isNotYet(verdict.messages)
            : isOfAzurerm ||
              problemsIn(refusal).every((problem) => isOfAzure(problem) || (isOfService(verdict) && isOfApply(problem)))
        )
          return [];
        return [{ name, refusal, ...verdict }];
      });
      expect(disagreements).toEqual([]);
      // About half of them are valid; with few cases, it can be fewer.
      expect(asked.filter(({ refusal }) => refusal === undefined).length).toBeGreaterThan(COUNT / 5);
    },
    600_000,
  );
});

function ask(name: string, seed: number, make: (random: Random) => Synthesized): Asked {
  guard.isArmed = false;
  const configuration = make(new Random(seed)).json as Configuration;
  guard.isArmed = true;
  try {
    make(new Random(seed));
    return { name, configuration, refusal: undefined };
  } catch (error) {
    return { name, configuration, refusal: (error as Error).message };
  }
}

/** A VM that is stopped from the start: only azurerm rejects it, since the constructs do not know that it is not protected yet. */
function isNotYet(messages: readonly string[]): boolean {
  return messages.some((message) => message.includes("`backup_policy_id` must be specified during creation"));
}

const kindsFoundBy = (...by: FoundBy[]): Set<string> =>
  new Set(RULES.filter(({ foundBy }) => by.includes(foundBy)).map(({ refusal }) => kindOf(refusal)));
const OF_AZURE = kindsFoundBy(FoundBy.AZURE, FoundBy.NOBODY);
const OF_APPLY = kindsFoundBy(FoundBy.APPLY);

function isOfAzure(problem: string): boolean {
  return OF_AZURE.has(kindOf(problem));
}

/** Problems that azurerm finds only after the service has accepted the rest. */
function isOfApply(problem: string): boolean {
  return OF_APPLY.has(kindOf(problem));
}

/** Returns a problem's text without its prop and values. */
function kindOf(problem: string): string {
  const [, prop = "", words = ""] = /([\w']+\]?) must (\S+ \S+ \S+)/.exec(problem) ?? [];
  return `${prop.replace(/^\w+(?=Retention|DiskLuns)/, "")} must ${words}`;
}

function problemsIn(refusal: string): string[] {
  const [, ...listed] = refusal.split("\n");
  return listed.length === 0 ? [refusal] : listed;
}
