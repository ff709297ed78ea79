import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isLiteral, problem, throwIfInvalid } from "../private/problems";
import { requireVersion } from "./required-version";
import { isVersionConstraint } from "./version-constraint";
import { checkConstruct } from "../private/instances";

/**
 * The version of the azurerm provider that a stack requires.
 *
 * @example
 * AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
 */
export class AzurermProviderVersion {
  /**
   * Requires a version of azurerm for the whole stack, instead of the version that `@cdktf/provider-azurerm` pins.
   *
   * The bindings pin 4.55.0, which cannot create a vault if Azure enforces soft delete: Azure creates the vault, the provider fails,
   * and the next apply finds a vault that already exists. `AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")` avoids it, and
   * every argument of these constructs exists in those versions too. If it is called again, the last constraint counts.
   *
   * @param scope the stack, or any construct of it
   * @param constraint a version constraint in Terraform's syntax, known at synth
   * @throws if it is not a version constraint
   * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
   */
  public static require(scope: IConstruct, constraint: string): void {
    const rule = {
      allowed: "a version constraint of Terraform, such as '>= 4.77.0, < 5.0.0'",
      remedy: "write each part as an operator and a version, with commas between them",
    };
    const valid = typeof constraint === "string" && isLiteral(constraint) && isVersionConstraint(constraint);
    throwIfInvalid("AzurermProviderVersion.require", [
      ...checkConstruct("scope", scope, "pass the stack"),
      ...(valid ? [] : [problem("constraint", constraint, rule)]),
    ]);
    requireVersion(TerraformStack.of(scope), constraint);
  }

  private constructor() {}
}
