import { disagreements, explained, type Observation, storedObservations, VERSIONS } from "./observation";

/** Plans of the real azurerm, made and applied on the emulator by test/e2e/azurerm/explain-plan.test.ts. */
describe.each(VERSIONS)("the plans of azurerm %s", (version) => {
  const observations = storedObservations(version);

  test("are at least 60", () => {
    expect(observations.length).toBeGreaterThanOrEqual(60);
  });

  test.each(observations.map((one) => [one.name, one] as const))("%s is explained as it was applied", (_, observation) => {
    expect(disagreements(observation)).toEqual([]);
  });
});

/** The findings of a plan, without what differs on every run: the key of a deposed object. */
function words(observation: Observation): string {
  const { exitCode, findings } = explained(observation);
  const lines = findings.map(({ severity, kind, address, text, remedy }) => {
    const instead = remedy === undefined ? "" : ` [${remedy}]`;
    return `${severity} ${kind} ${address.replace(/deposed object \w+/, "deposed object KEY")}: ${text}${instead}`;
  });
  return [`${observation.name}: ${exitCode}`, ...lines].join("\n  ");
}

test("the plans of azurerm are explained in these words", () => {
  expect(storedObservations("4.81.0").map(words).join("\n")).toMatchSnapshot();
});

test("the plans of azurerm 5.2.0 are explained in the same words as those of 4.81.0", () => {
  expect(storedObservations("5.2.0").map(words)).toEqual(storedObservations("4.81.0").map(words));
});
