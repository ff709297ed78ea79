import { Testing } from "cdktf";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { PipelineStack } from "../../examples/pipelines/main";
import { pipelineText } from "../support/pipeline-steps";

const ROOT = resolve(__dirname, "../..");
const PIPELINES = readdirSync(resolve(ROOT, "examples/pipelines")).filter((file) => file.endsWith(".yml"));
/** The name of the stack in the app of the pipelines. */
const [, STACK = ""] =
  /new PipelineStack\(app, "(\w+)"\)/.exec(readFileSync(resolve(ROOT, "examples/pipelines/main.ts"), "utf8")) ?? [];

interface Synthesized {
  readonly terraform: { readonly backend: object };
  readonly output: Record<string, object>;
}

const stack = JSON.parse(Testing.synth(new PipelineStack(Testing.app(), STACK), true)) as Synthesized;

test("the stack keeps its state in a storage account, to which it signs in by OIDC", () => {
  expect(stack.terraform.backend).toEqual({
    azurerm: expect.objectContaining({ use_oidc: true, use_azuread_auth: true }) as object,
  });
});

test("the stack has each output that a pipeline reads", () => {
  const read = PIPELINES.flatMap((file) => [...pipelineText(file).matchAll(/outputName: "(\w+)"/g)].map(([, name = ""]) => name));
  expect([...new Set(read)].sort()).toEqual(Object.keys(stack.output).sort());
});

test("the stack of the README has the name and the output that the deployment reads", () => {
  const readme = readFileSync(resolve(ROOT, "README.md"), "utf8");
  expect(readme).toContain(`new TerraformStack(app, "${STACK}")`);
  expect(readme).toMatch(/initialBackup: \{.*outputName: "initial_backup", runInDeployment: true/);
});

test.each(PIPELINES)("%s names the stack wherever it runs cdktf or explains a plan", (file) => {
  const text = pipelineText(file);
  const named = [...text.matchAll(/npx (?:cdktf (?:deploy|output|diff)|azure-vm-backup explain-plan --stack) (\S+)/g)];
  const isOf = file.includes("azure") ? '"$(stack)"' : '"$STACK"';
  expect(named.map(([, name]) => name)).toEqual(named.map(() => isOf));
  if (named.length > 0) expect(text).toMatch(new RegExp(`^ +stack: ${STACK}$`, "im"));
  expect([...text.matchAll(/npx cdktf (?!synth\b|deploy "|output ")/g)]).toEqual([]);
});
