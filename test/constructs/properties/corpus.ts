import { join } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { STACK_SAMPLES } from "../undefined/samples";

/** A program that writes every sample, as the stack of an app of its own, below the folder of its argument. */
for (const [index, sample] of STACK_SAMPLES.entries()) {
  const app = new App({ outdir: join(process.argv[2] ?? "", String(index)) });
  const stack = new TerraformStack(app, sample.type);
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  sample.buildIn(stack);
  // The default backend of cdktf names the working directory.
  for (const one of app.node.findAll()) if (TerraformStack.isStack(one)) new LocalBackend(one, { path: "terraform.tfstate" });
  app.synth();
}
