import { Construct } from "constructs";
import { AzurermProviderVersion } from "../../../lib";
import { unknownText } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";

function required(constraint: string) {
  const stack = testStack();
  AzurermProviderVersion.require(new Construct(stack, "Inside"), constraint);
  return synth(stack).json.terraform?.required_providers?.azurerm;
}

test.each([">= 4.77.0, < 5.0.0", "4.79.0", "~> 4.77", "=4.79.0,!=4.80.0", "> 4", ">= 5.0.0-beta1"])(
  "requires '%s'",
  (constraint) => {
    expect(required(constraint)).toEqual({ source: "azurerm", version: constraint });
  },
);

test.each(["", "latest", ">= 4.77.0,", ", < 5", "^4.77.0", ">= 4.77 < 5", "=> 4.77", "4.x"])(
  "throws if the constraint is '%s'",
  (constraint) => {
    expect(refusal(() => required(constraint))).toBe(
      "AzurermProviderVersion.require: constraint must be a version constraint of Terraform, such as '>= 4.77.0, < 5.0.0', " +
        `got '${constraint}'; write each part as an operator and a version, with commas between them`,
    );
  },
);

test("throws if the constraint is a token", () => {
  const stack = testStack();
  const unknown = unknownText(stack, "version");
  expect(
    refusal(() => {
      AzurermProviderVersion.require(stack, unknown);
    }),
  ).toContain("constraint must be");
});
