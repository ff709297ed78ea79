import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import { CONTENDERS, standIns } from "./contenders";

/** The app that the CLI of cdktf starts: a contender, which becomes stand-ins once it is synthesized. */
const { BENCH_CONTENDER: name = "", BENCH_VMS: vms, BENCH_BACKEND: backend = "{}" } = process.env;
const app = new App();
const stack = new TerraformStack(app, "bench");
new AzurermProvider(stack, "azurerm", { features: [{}] });
CONTENDERS[name]?.(stack, Number(vms));
app.synth();

const file = join(app.outdir, "stacks/bench/cdk.tf.json");
const synthesized = readFileSync(file, "utf8");
// The CLI finds in it what the stack is.
const { "//": metadata } = JSON.parse(synthesized) as { "//": unknown };
const document = JSON.parse(standIns(synthesized, Number(vms))) as object;
writeFileSync(file, JSON.stringify({ "//": metadata, ...document, ...(JSON.parse(backend) as object) }));
