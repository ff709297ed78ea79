import { App, Testing, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import * as library from "../../../../lib";

type StackClass = new (scope: Construct, id: string) => TerraformStack;

/** A synthesized stack. */
export interface GeneratedStack {
  readonly terraform: object;
  readonly locals?: Record<string, unknown>;
  readonly import: readonly { readonly to: string; readonly id: string }[];
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** Compiles and synthesizes generated code with this library. */
export function synthesizedCode(code: string): GeneratedStack {
  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const { outputText, diagnostics = [] } = transpileModule(code, { compilerOptions, reportDiagnostics: true });
  expect(diagnostics).toEqual([]);
  const exported: Record<string, StackClass> = {};
  const load = (name: string): unknown => (name === "cdktf-azure-vm-backup" ? library : jest.requireActual(name));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the test runs the code that it generated
  (new Function("require", "exports", outputText) as (load: unknown, exported: unknown) => void)(load, exported);
  const [Stack] = Object.values(exported);
  if (!Stack) throw new Error("the code exports no stack");
  return JSON.parse(Testing.synth(new Stack(new App({ outdir: "unused" }), "adopted"), true)) as GeneratedStack;
}
