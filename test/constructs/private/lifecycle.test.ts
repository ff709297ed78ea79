import { DataAzurermResourceGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-resource-group";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { type TerraformResourceLifecycle, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { RecoveryServicesVault, VmBackupPolicy } from "../../../lib";
import { POLICY_ID } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";

const vaultWith = (stack: TerraformStack, lifecycle: TerraformResourceLifecycle) =>
  new RecoveryServicesVault(stack, "Vault", {
    ...{ vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" },
    lifecycle,
  });
const group = (stack: TerraformStack, id = "Group") => new ResourceGroup(stack, id, { name: "rg-app", location: "westeurope" });
const lifecycleIn = (stack: TerraformStack) => synth(stack).only("azurerm_recovery_services_vault").lifecycle;

/** Two stacks of one app. */
function hubAndApp(): [TerraformStack, TerraformStack] {
  const app = Testing.app();
  const stackOf = (id: string) => {
    const stack = new TerraformStack(app, id);
    new AzurermProvider(stack, "azurerm", { features: [{}] });
    return stack;
  };
  return [stackOf("hub"), stackOf("app")];
}

describe("replaceTriggeredBy", () => {
  test("writes addresses of resources, attributes and texts without braces", () => {
    const stack = testStack();
    const trigger = group(stack);
    const replaceTriggeredBy = [trigger, trigger.location, trigger.fqn, "terraform_data.x[0].output", "${terraform_data.y}"];
    vaultWith(stack, { replaceTriggeredBy });
    expect(lifecycleIn(stack)).toMatchObject({
      replace_triggered_by: [
        "azurerm_resource_group.Group",
        "azurerm_resource_group.Group.location",
        "azurerm_resource_group.Group",
        "terraform_data.x[0].output",
        "terraform_data.y",
      ],
    });
  });

  test.each([
    ["a resource", (hub: TerraformStack) => group(hub)],
    ["an attribute", (hub: TerraformStack) => group(hub).location],
    ["an address", (hub: TerraformStack) => ({ fqn: group(hub).fqn })],
  ])("throws if it names %s of another stack", (_what, trigger) => {
    const [hub, stack] = hubAndApp();
    expect(refusal(() => vaultWith(stack, { replaceTriggeredBy: [trigger(hub)] }))).toBe(
      "'app/Vault': lifecycle.replaceTriggeredBy[0] must be a resource of the stack 'app', got one of the stack 'hub'; " +
        "name a terraform_data of this stack whose input is that value",
    );
  });

  test.each([
    ["a data source", (stack: TerraformStack) => new DataAzurermResourceGroup(stack, "Found", { name: "rg-app" })],
    ["a variable", (stack: TerraformStack) => new TerraformVariable(stack, "name", {}).stringValue],
    ["no address", () => "the vault"],
    ["a construct", (stack: TerraformStack) => VmBackupPolicy.fromPolicyId(stack, "Policy", POLICY_ID)],
    ["nothing", () => null],
  ])("throws if it names %s", (_what, trigger) => {
    const stack = testStack();
    const replaceTriggeredBy = [trigger(stack) as never];
    expect(refusal(() => vaultWith(stack, { replaceTriggeredBy }))).toMatch(
      /lifecycle\.replaceTriggeredBy\[0\] must be (the address of )?a resource, .*got /,
    );
  });
});

describe("ignoreChanges", () => {
  test.each([[["tags", "identity[0].type", 'tags["team"]']], ["all"], [[]]])("accepts %j", (ignoreChanges) => {
    const stack = testStack();
    vaultWith(stack, { ignoreChanges: ignoreChanges as "all" });
    expect(lifecycleIn(stack)).toMatchObject({ ignore_changes: ignoreChanges });
  });

  test("throws if a name is in camelCase, and suggests Terraform's name", () => {
    expect(refusal(() => vaultWith(testStack(), { ignoreChanges: ["storageModeType"] }))).toBe(
      "'stack/Vault': lifecycle.ignoreChanges[0] must be the name of an attribute in Terraform, got 'storageModeType'; " +
        "write 'storage_mode_type'",
    );
  });

  test.each([
    ["a text", "tags"],
    ["a token", [Token.asString("${var.x}")]],
    ["null", [null]],
  ])("throws if it is %s", (_what, value) => {
    expect(refusal(() => vaultWith(testStack(), { ignoreChanges: value as never }))).toContain("lifecycle.ignoreChanges");
  });
});

test.each(["preventDestroy", "createBeforeDestroy"])("throws if %s is not a boolean", (name) => {
  for (const value of ["false", "${var.protect}", 0, null]) {
    expect(refusal(() => vaultWith(testStack(), { [name]: value as never }))).toContain(
      `lifecycle.${name} must be true or false, known while the stack is synthesized, got `,
    );
  }
});
