import { DataAzurermResources } from "@cdktf/provider-azurerm/lib/data-azurerm-resources";
import type { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { AzurermProviderVersion } from "../../../lib";
import { requiredVersion } from "../../../lib/constructs/provider/required-version";
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

test("throws if the scope is no construct, or the constraint no text", () => {
  const build = () => {
    AzurermProviderVersion.require("stack" as never, 4 as never);
  };
  expect(refusal(build)).toBe(
    "AzurermProviderVersion.require: 2 problems\n" +
      "  - scope must be a construct, got 'stack'; pass the stack\n" +
      "  - constraint must be a version constraint of Terraform, such as '>= 4.77.0, < 5.0.0', got 4; " +
      "write each part as an operator and a version, with commas between them",
  );
});

test("requires the last version that a stack is given, and nothing of other stacks", () => {
  const stack = testStack();
  for (const constraint of [">= 4.70.0", ">= 4.77.0"]) AzurermProviderVersion.require(stack, constraint);
  expect(synth(stack).json.terraform?.required_providers?.azurerm).toMatchObject({ version: ">= 4.77.0" });
  const found = (scope: TerraformStack) => new DataAzurermResources(scope, "Found", {}) as never;
  expect(requiredVersion(found(stack))).toBe(">= 4.77.0");
  // The version that the bindings pin.
  const other = testStack();
  const pinned = synth(other).json.terraform?.required_providers?.azurerm?.version;
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  expect(requiredVersion(found(other))).toBe(pinned);
});

test("throws if the constraint is a token", () => {
  const stack = testStack();
  const unknown = unknownText(stack, "version");
  expect(
    refusal(() => {
      AzurermProviderVersion.require(stack, unknown);
    }),
  ).toContain("constraint must be");
});
