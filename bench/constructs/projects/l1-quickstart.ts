import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { App, TerraformStack } from "cdktf";
import { build } from "../cases/l1-vm-backup";

/** The quickstart, written by hand. */
const app = new App();
const stack = new TerraformStack(app, "quickstart");
new AzurermProvider(stack, "azurerm", { features: [{}] });
new ResourceGroup(stack, "group", { name: "rg-backup", location: "westeurope" });
build(stack, 3);
app.synth();
