import type { TerraformStack } from "cdktf";
import { expectGenerated, tableLines } from "./generated";
import { refusal, testStack } from "./synth";

/** Where one would learn of a broken rule without the constructs. */
export enum FoundBy {
  VALIDATE = "`terraform validate`",
  PLAN = "`terraform plan`",
  APPLY = "`terraform apply`, azurerm",
  AZURE = "`terraform apply`, Azure",
  NOBODY = "nobody",
}

/** A rule of the platform that the constructs enforce when they are built, with what proves it. */
export interface Rule {
  /** What the rule is called in the documentation and in its tests. */
  readonly id: string;
  /** The rule, for the documentation. */
  readonly rule: string;
  readonly foundBy: FoundBy;
  /** What is told where it is found; or what happens where nobody finds it. */
  readonly evidence: string;
  /** A literal that breaks the rule. */
  readonly broken: () => unknown;
  /** What the constructs say of it. */
  readonly refusal: string;
  /** The nearest literal that keeps it. */
  readonly kept: () => unknown;
  /** The same with a value that only the deployment knows. */
  readonly unknown: (stack: TerraformStack) => unknown;
}

/** Tests every rule, and that a page of the documentation lists just these rules and what the types rule out. */
export function describeRules(page: string, rules: readonly Rule[], cannotBeWritten: readonly string[]): void {
  test("no rule has the name of another", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  test(`the table in ${page} is that of the rules`, () => {
    expectGenerated(page, "rules", tableLines(["rule", "where it is met without the constructs", "test"], rules.map(rowOf)));
  });

  test(`the list in ${page} is that of what cannot be written`, () => {
    expectGenerated(
      page,
      "cannot-be-written",
      cannotBeWritten.map((item) => `- ${item}`),
    );
  });

  describe.each(rules)("$id", ({ broken, refusal: message, kept, unknown }) => {
    test("a literal that breaks it is refused", () => {
      expect(refusal(broken)).toContain(message);
    });

    test("the nearest one that keeps it is taken", () => {
      expect(kept).not.toThrow();
    });

    test("a value that only the deployment knows is taken", () => {
      expect(() => unknown(testStack())).not.toThrow();
    });
  });
}

/** The cells of a rule in the table of the documentation. */
function rowOf({ id, rule, foundBy, evidence }: Rule): string[] {
  return [rule, `${foundBy}: ${evidence}`, `\`${id}\``];
}
