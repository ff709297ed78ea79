import { Testing } from "cdktf";
import { AppStack, SharedVaultStack } from "./shared-vault";

const platform = new SharedVaultStack(Testing.app(), "shared-vault");
const shop = new AppStack(Testing.app(), "shop", "gold", ["shop-web", "shop-db"]);

const resourcesOf = (stack: SharedVaultStack | AppStack): Record<string, object> =>
  (JSON.parse(Testing.synth(stack, true)) as { resource: Record<string, object> }).resource;

test("the synthesized stacks match their snapshots", () => {
  expect(resourcesOf(platform)).toMatchSnapshot();
  expect(resourcesOf(shop)).toMatchSnapshot();
});

test("an application declares no vault and no policy", () => {
  expect(Object.keys(resourcesOf(shop)).sort()).toEqual(["azurerm_backup_protected_vm", "terraform_data"]);
});
