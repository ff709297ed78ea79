import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { TerraformStack, Testing } from "cdktf";
import {
  azurermProviderOf,
  azurermProvidersOf,
  defaultAzurermProvider,
  defaultProvider,
  subscriptionIdOf,
} from "../../../lib/constructs/provider/azurerm-providers";
import { SUBSCRIPTION, unknownText } from "../../support/azure";
import { addAzapi } from "../vault/support";

const emptyStack = () => new TerraformStack(Testing.app(), "stack");
const azurerm = (stack: TerraformStack, id: string, alias?: string) => new AzurermProvider(stack, id, { features: [{}], alias });

test("returns the provider of a type without an alias, once there is one", () => {
  const stack = emptyStack();
  addAzapi(stack);
  const other = azurerm(stack, "other", "other");
  expect(defaultAzurermProvider(stack)).toBeUndefined();
  const main = azurerm(stack, "main");
  expect(defaultAzurermProvider(stack)).toBe(main);
  expect(defaultProvider(stack, "azapi")).not.toBe(main);
  expect(azurermProvidersOf(stack)).toEqual([other, main]);
});

test("searches again if the provider gets an alias", () => {
  const stack = emptyStack();
  const [first, second] = [azurerm(stack, "first"), azurerm(stack, "second")];
  expect(defaultAzurermProvider(stack)).toBe(first);
  first.alias = "first";
  expect(defaultAzurermProvider(stack)).toBe(second);
});

test("returns the provider of a resource, or that of its stack", () => {
  const stack = emptyStack();
  const place = { name: "rg-app", location: "westeurope" };
  const [main, other] = [azurerm(stack, "main"), azurerm(stack, "other", "other")];
  expect(azurermProviderOf(new ResourceGroup(stack, "One", place))).toBe(main);
  expect(azurermProviderOf(new ResourceGroup(stack, "Two", { ...place, provider: other }))).toBe(other);
});

test("returns the subscription of a provider only if it is known at synth", () => {
  const stack = emptyStack();
  const provider = (id: string, subscriptionId?: string) =>
    new AzurermProvider(stack, id, { features: [{}], alias: id, subscriptionId });
  expect(subscriptionIdOf(provider("known", SUBSCRIPTION))).toBe(SUBSCRIPTION);
  expect(subscriptionIdOf(provider("unknown", unknownText(stack, "id")))).toBeUndefined();
  expect(subscriptionIdOf(provider("none"))).toBeUndefined();
});
