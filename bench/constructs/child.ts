import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { TerraformStack } from "cdktf";
import type { Sample } from "./sample";

/**
 * The program of a child process: `synth <case> <VMs> <folder>`, or `import <module> …`. It prints one sample as JSON. For a synth, all
 * modules are loaded before the measurement starts.
 */
const load = createRequire(__filename);
const [kind, ...args] = process.argv.slice(2);
const sample = kind === "synth" ? synth(args) : importing(args);
process.stdout.write(JSON.stringify(sample));

function synth([name = "", vms = "0", outdir = ""]: string[]): Sample {
  const { App, TerraformStack: Stack } = load("cdktf") as typeof import("cdktf");
  const { AzurermProvider } = load(
    "@cdktf/provider-azurerm/lib/provider",
  ) as typeof import("@cdktf/provider-azurerm/lib/provider");
  const { build } = load(`./cases/${name}`) as { build: (stack: TerraformStack, vms: number) => void };

  const start = performance.now();
  const app = new App({ outdir });
  const stack = new Stack(app, "bench");
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  build(stack, Number(vms));
  app.synth();
  const milliseconds = performance.now() - start;
  return { milliseconds, peakBytes: peakBytes(), jsonBytes: statSync(join(outdir, "stacks/bench/cdk.tf.json")).size };
}

function importing(modules: string[]): Sample {
  const start = performance.now();
  for (const one of modules) load(one);
  return { milliseconds: performance.now() - start, peakBytes: peakBytes(), jsonBytes: 0, modules: providerModules() };
}

/** The loaded modules of the bindings, one for each resource. */
function providerModules(): string[] {
  return Object.keys(load.cache).flatMap(
    (file) => /(@cdktf\/provider-azurerm\/lib\/[^/]+)\/index\.js$/.exec(file.replaceAll("\\", "/"))?.[1] ?? [],
  );
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
