import type { TerraformStack } from "cdktf";
import { expectGenerated, tableLines } from "./generated";
import { refusal, testStack } from "./synth";

/** The step that finds a broken rule without the constructs. */
export enum FoundBy {
  VALIDATE = "`terraform validate`",
  PLAN = "`terraform plan`",
  APPLY = "`terraform apply`, azurerm",
  /** azurerm finds what it has made before, but not what it makes at the same time. */
  APPLY_IN_TURN = "`terraform apply`, azurerm, if it makes one after the other",
  AZURE = "`terraform apply`, Azure",
  NOBODY = "nobody",
}

/** A rule of Azure or azurerm that the constructs check, with its evidence. */
export interface Rule {
  /** The name of the rule in the documentation and in its tests. */
  readonly id: string;
  /** The rule, for the documentation. */
  readonly rule: string;
  readonly foundBy: FoundBy;
  /** The message of the step that finds it; or what happens if nobody finds it. */
  readonly evidence: string;
  /** A literal that breaks the rule. */
  readonly broken: () => unknown;
  /** The message of the constructs. */
  readonly refusal: string;
  /** The nearest literal that keeps the rule. */
  readonly kept: () => unknown;
  /** The same with a token. */
  readonly unknown: (stack: TerraformStack) => unknown;
}

/** Tests every rule, and that a page of the documentation lists exactly these rules and the mistakes that the types prevent. */
export function describeRules(page: string, rules: readonly Rule[], cannotBeWritten: readonly string[]): void {
  test("every rule has its own id", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  test(`the table in ${page} lists the rules`, () => {
    expectGenerated(page, "rules", tableLines(["rule", "found without the constructs by", "test"], rules.map(rowOf)));
  });

  test(`the list in ${page} has the mistakes that the types prevent`, () => {
    expectGenerated(
      page,
      "cannot-be-written",
      cannotBeWritten.map((item) => `- ${item}`),
    );
  });

  describe.each(rules)("$id", ({ broken, refusal: message, kept, unknown }) => {
    test("throws if a literal breaks it", () => {
      const text = refusal(broken);
      expect(text).toContain(message);
      expect(text).toMatchSnapshot();
    });

    test("accepts the nearest literal that keeps it", () => {
      expect(kept).not.toThrow();
    });

    test("accepts a token", () => {
      expect(() => unknown(testStack())).not.toThrow();
    });
  });
}

/** The cells of a rule in the table of the documentation. */
function rowOf({ id, rule, foundBy, evidence }: Rule): string[] {
  return [rule, `${foundBy}: ${evidence}`, `\`${id}\``];
}
