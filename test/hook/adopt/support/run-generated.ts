import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, Testing, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import * as library from "../../../../lib";

/** A synthesized stack. */
export interface GeneratedStack {
  readonly terraform: object;
  readonly locals?: Record<string, unknown>;
  readonly import: readonly { readonly to: string; readonly id: string }[];
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** Compiles and synthesizes the generated code of a stack with this library. */
export function synthesizedCode(code: string): GeneratedStack {
  const Stack = exportedClass(code) as new (scope: Construct, id: string) => TerraformStack;
  return synthesized(new Stack(new App({ outdir: "unused" }), "adopted"));
}

/** Compiles the generated code of a construct, and synthesizes it in a stack with azurerm providers of these aliases. */
export function synthesizedConstruct(code: string, subscriptionId: string, aliases: readonly string[] = []): GeneratedStack {
  const Class = exportedClass(code) as new (scope: Construct, id: string, providers: object) => Construct;
  const stack = new TerraformStack(new App({ outdir: "unused" }), "adopted");
  const features = [{}];
  new AzurermProvider(stack, "azurerm", { features, subscriptionId });
  const providers = aliases.map((alias) => [alias, new AzurermProvider(stack, alias, { alias, features, subscriptionId })]);
  new Class(stack, "Backup", Object.fromEntries(providers) as object);
  return synthesized(stack);
}

function synthesized(stack: TerraformStack): GeneratedStack {
  return JSON.parse(Testing.synth(stack, true)) as GeneratedStack;
}

function exportedClass(code: string): unknown {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const { outputText, diagnostics = [] } = transpileModule(code, { compilerOptions, reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  const exported: Record<string, unknown> = {};
  const load = (name: string): unknown => (name === "cdktf-azure-vm-backup" ? library : jest.requireActual(name));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the test runs the code that it generated
  (new Function("require", "exports", outputText) as (load: unknown, exported: unknown) => void)(load, exported);
  const [Class] = Object.values(exported);
  if (!Class) throw new Error("the code exports no class");
  return Class;
}
