import type { Emulator } from "../../../lib/emulator";
import { FoundBy } from "../../support/rules";
import { furnish, startAzure } from "./support/azure";
import { type Case, declares } from "./support/configuration";
import { withoutValidations } from "./support/disarmed";
import { configurationOf } from "./support/literal";
import { RULES } from "./support/rules";
import { isOfService, Phase, type Verdict } from "./support/verdict";
import { describeWithVersions, type Version, VERSIONS } from "./support/versions";
import { quotedIn } from "./support/words";

/**
 * Checks the tables of rules with azurerm. The constructs' checks are off. Input that breaks a rule must fail at the step that the table
 * names, with the message that it quotes. Similar input that follows the rule must be applied, and be valid for newer versions too.
 */

jest.mock("../../../lib/constructs/private/problems", () => ({
  ...jest.requireActual<object>("../../../lib/constructs/private/problems"),
  throwIfInvalid: () => undefined,
}));

const PHASES: Partial<Record<FoundBy, Phase>> = {
  [FoundBy.VALIDATE]: Phase.VALIDATE,
  [FoundBy.PLAN]: Phase.PLAN,
  [FoundBy.APPLY]: Phase.APPLY,
  [FoundBy.APPLY_IN_TURN]: Phase.APPLY,
};

/** The versions of azurerm that judge a stack, by the version constraint in the stack. */
const ALLOWED: Readonly<Record<string, readonly Version[]>> = {
  "4.55.0": VERSIONS,
  ">= 4.70.0, < 5.0.0": ["4.81.0"],
  ">= 4.77.0": ["4.81.0"],
  ">= 4.77.0, < 5.0.0": ["4.81.0"],
  ">= 5.0.0": ["5.2.0"],
};

/** Rules without azapi: azapi-settings.test.ts checks it. */
const JUDGED = RULES.filter(({ id }) => !id.startsWith("azapi-"));

/** Rules that a newer version checks, because azurerm 4.55 waits for a minute and a half per vault. */
const isSlow = (one: Case): boolean => declares(one, "azurerm_recovery_services_vault");
/** Resource types that are removed: the hook would run, VMs are not tested, and azurerm waits for two minutes per lock. */
const isOfPlanOnly = (one: Case): boolean =>
  runsProgram(one) || ["azurerm_linux_virtual_machine", "azurerm_management_lock"].some((type) => declares(one, type));
const runsProgram = ({ configuration }: Case): boolean =>
  Object.values(configuration.resource?.["terraform_data"] ?? {}).some(({ provisioner }) => provisioner !== undefined);

describeWithVersions("the tables of rules, judged by azurerm", (terraform) => {
  let emulator: Emulator;
  const verdicts = new Map<string, Verdict>();

  beforeAll(async () => {
    withoutValidations();
    const cases = JUDGED.flatMap(({ id, broken, kept }) => [
      { name: `${id}-broken`, configuration: configurationOf(broken()) },
      { name: `${id}-kept`, configuration: configurationOf(kept()) },
    ]);
    emulator = await startAzure({ softDelete: "AlwaysON" });
    await furnish(emulator, cases);
    const judge = (version: Version) => {
      terraform(version).environment = emulator.environment();
      const own = cases.filter((one) => isJudgedBy(one, version));
      return terraform(version).judge(own, (one) => applierOf(one) === version && !isOfPlanOnly(one));
    };
    const judged = await Promise.all(VERSIONS.map(judge));
    for (const [name, verdict] of judged.flatMap((some) => [...some])) {
      if (!verdicts.get(name)?.phase) verdicts.set(name, verdict);
    }
  }, 240_000);

  describe.each(JUDGED)("$id", ({ id, foundBy, evidence }) => {
    test(`${foundBy} is where it is met`, () => {
      const verdict = verdicts.get(`${id}-broken`);
      const isMissed = foundBy === FoundBy.APPLY_IN_TURN && verdict?.phase !== Phase.APPLY;
      const phase = isMissed ? undefined : PHASES[foundBy];
      if (phase) {
        expect(verdict).toMatchObject({ phase });
        expect(quotedIn(evidence)).not.toEqual([]);
        for (const words of quotedIn(evidence)) expect(verdict?.messages.join("\n")).toMatch(words);
      } else if (verdict?.phase === Phase.APPLY) {
        expect(foundBy).toBe(FoundBy.AZURE);
        expect({ ...verdict, isOfService: isOfService(verdict) }).toMatchObject({ isOfService: true });
      } else {
        expect([undefined, Phase.NEXT_PLAN]).toContain(verdict?.phase);
      }
    });

    test("accepts input that keeps the rule", () => {
      expect(verdicts.get(`${id}-kept`)).toEqual({ messages: [] });
    });
  });
});

function allowedBy({ configuration }: Case): readonly Version[] {
  const constraint = configuration.terraform?.required_providers?.["azurerm"]?.version ?? "";
  const versions = ALLOWED[constraint];
  if (!versions) throw new Error(`which azurerm '${constraint}' allows is not said`);
  return versions;
}

/** Returns the oldest version, unless it is slow. */
function applierOf(one: Case): Version | undefined {
  const versions = allowedBy(one);
  return isSlow(one) && versions.includes("4.81.0") ? "4.81.0" : versions[0];
}

/** The oldest version checks input that breaks a rule; all versions check input that follows it. */
function isJudgedBy(one: Case, version: Version): boolean {
  const versions = allowedBy(one);
  return versions.includes(version) && (one.name.endsWith("-kept") || [versions[0], applierOf(one)].includes(version));
}
