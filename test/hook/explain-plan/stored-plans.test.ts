import { existsSync } from "node:fs";
import { disagreements, explained, storedFile, storedObservations, VERSIONS } from "./observation";

/** Plans of the real azurerm, made and applied on the emulator by test/e2e/azurerm/explain-plan.test.ts. */
describe.each(VERSIONS.filter((version) => existsSync(storedFile(version))))("the plans of azurerm %s", (version) => {
  const observations = storedObservations(version);

  test("are at least 60", () => {
    expect(observations.length).toBeGreaterThanOrEqual(60);
  });

  test.each(observations.map((one) => [one.name, one] as const))("%s is explained as it was applied", (_, observation) => {
    expect(disagreements(observation)).toEqual([]);
  });

  test("are explained in these words", () => {
    const words = observations.map((observation) => {
      const { exitCode, findings } = explained(observation);
      const lines = findings.map(
        ({ severity, kind, address, text, remedy }) =>
          `${severity} ${kind} ${address}: ${text}${remedy === undefined ? "" : ` [${remedy}]`}`,
      );
      return [`${observation.name}: ${exitCode}`, ...lines].join("\n  ");
    });
    expect(words.join("\n")).toMatchSnapshot();
  });
});
